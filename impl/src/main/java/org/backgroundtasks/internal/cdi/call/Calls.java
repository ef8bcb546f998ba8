package org.backgroundtasks.internal.cdi.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethod;
import org.backgroundtasks.internal.cdi.server.Entered;

/**
 * What a call of a {@code @Background} method means on the current thread: recorded within {@code
 * enqueue}, let through within {@code now} and a run, and otherwise a task of its own.
 */
final class Calls {

    /** What happens to a call. */
    interface Handler {

        /** Handles the call and returns true, or returns false to let it through. */
        boolean handle(BackgroundMethod method, Object[] arguments);
    }

    private static final ThreadLocal<Deque<Handler>> HANDLERS = new ThreadLocal<>();

    private Calls() {}

    /** Makes a handler the thread's own until the scope is closed. */
    static Entered within(Handler handler) {
        Deque<Handler> handlers = HANDLERS.get();
        if (handlers == null) {
            handlers = new ArrayDeque<>();
            HANDLERS.set(handlers);
        }
        handlers.push(handler);
        return Calls::leave;
    }

    private static void leave() {
        Deque<Handler> handlers = HANDLERS.get();
        handlers.pop();
        if (handlers.isEmpty()) {
            // Threads are pooled, and ours would keep the application's class loader alive.
            HANDLERS.remove();
        }
    }

    static Handler current(Supplier<Handler> otherwise) {
        Deque<Handler> handlers = HANDLERS.get();
        return handlers == null ? otherwise.get() : handlers.peek();
    }
}
