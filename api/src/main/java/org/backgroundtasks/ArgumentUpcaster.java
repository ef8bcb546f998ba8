package org.backgroundtasks;

import jakarta.json.JsonArray;
import java.util.List;

/**
 * Rewrites the stored arguments of an earlier signature of a method, so that tasks which were
 * stored before its parameters were changed run in the method as it is now. Implement it as a CDI
 * bean:
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class InvoiceUpcaster implements ArgumentUpcaster {
 *     public boolean handles(String name, List<String> parameterTypes) {
 *         return name.equals("com.acme.Invoices.send") && parameterTypes.equals(List.of("long"));
 *     }
 *
 *     public JsonArray upcast(JsonArray arguments) {
 *         return Json.createArrayBuilder(arguments).add("EUR").build();   // the currency is new
 *     }
 * }
 * }</pre>
 *
 * <p>Each node whose worker is enabled notes the signatures of its methods in the database when it
 * starts. Such a node with upcasters looks for those that are none of its own, of the names and
 * earlier names of its methods: at its start, and again after each {@code background-tasks.lease}.
 * It asks the upcasters for each, and runs the tasks of those that one handles. Tasks that no
 * upcaster handles wait for a node that has their signature, as without one.
 *
 * <p>It is called by several threads at once, {@link #handles} without a request context. What
 * {@link #upcast} throws fails the attempt. A signature for which {@link #handles} throws is not
 * asked about again before the next start. It should only compute: it is called before the method's
 * timeout begins, and outside of the method's transaction.
 */
public interface ArgumentUpcaster {

    /**
     * Whether it rewrites the arguments of a signature.
     *
     * @param name the stored name of the task
     * @param parameterTypes in their order, as {@link java.lang.reflect.Type#getTypeName()} has
     *     them: {@code long}, {@code java.lang.String}, {@code java.util.List<java.lang.String>}
     * @return whether it does
     */
    boolean handles(String name, List<String> parameterTypes);

    /**
     * Rewrites arguments.
     *
     * @param arguments as they are stored, one element for each parameter
     * @return one element for each parameter of the method as it is now; it is bound as stored
     *     arguments are
     */
    JsonArray upcast(JsonArray arguments);
}
