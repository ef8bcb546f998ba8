package org.backgroundtasks.internal.cdi.discovery;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The methods of a class. A class of a library may name others that are optional, and not there:
 * Java then shows none of its methods, and CDI does without them. So does this.
 */
final class MethodsOf {

    private static final Logger LOG = Logger.getLogger("org.backgroundtasks");

    private MethodsOf() {}

    /** Those that the class declares itself. */
    static Stream<Method> declaration(Class<?> type) {
        return read(type, type::getDeclaredMethods);
    }

    /** Those that are public, with the inherited ones. */
    static Stream<Method> view(Class<?> type) {
        return read(type, type::getMethods);
    }

    private static Stream<Method> read(Class<?> type, Supplier<Method[]> methods) {
        try {
            return Arrays.stream(methods.get());
        } catch (LinkageError | TypeNotPresentException e) {
            LOG.debugf(e, "The methods of %s cannot be read", type.getName());
            return Stream.of();
        }
    }
}
