package org.backgroundtasks.internal.cdi.call;

import org.backgroundtasks.internal.cdi.discovery.BackgroundMethod;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.server.Entered;

/**
 * Lets the worker's call of a method through, and its body begin on the worker's thread only. Other
 * calls may come first, when the container makes the bean and its {@code @PostConstruct} calls
 * something: those are ordinary calls.
 */
final class RunCall implements Calls.Handler, Entered {

    private final BackgroundMethod expected;
    private final Calls.Handler others;
    private final Thread thread = Thread.currentThread();
    private boolean seen;
    private boolean hasBegun;
    private boolean isOver;

    RunCall(BackgroundMethod expected, Calls.Handler others) {
        this.expected = expected;
        this.others = others;
    }

    @Override
    public boolean handle(BackgroundMethod method, Object[] arguments) {
        if (!seen && method.equals(expected)) {
            seen = true;
            return false;
        }
        return others.handle(method, arguments);
    }

    /** Whether the call has come to our interceptor. */
    boolean isSeen() {
        return seen;
    }

    /** Notes that the body begins. It may do so again, as when an interceptor retries it. */
    void begin() {
        // Whatever is asked after the thread is known to that thread only.
        if (Thread.currentThread() != thread || isOver) {
            throw CallMessages.LOG.notOnThread(expected.definition().name());
        }
        hasBegun = true;
    }

    /** A body that has not begun here may be running elsewhere, or was left out. */
    void requireBegun() {
        if (!hasBegun) {
            throw CallMessages.LOG.notOnThread(expected.definition().name());
        }
    }

    @Override
    public void close() {
        isOver = true;
    }
}
