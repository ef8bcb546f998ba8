package org.backgroundtasks.internal.cdi;

/**
 * Lets the worker's call of a method through. Other calls may come first, when the container makes
 * the bean and its {@code @PostConstruct} calls something: those are ordinary calls.
 */
final class RunCall implements Calls.Handler {

    private final BackgroundMethod expected;
    private final Calls.Handler others;
    private boolean seen;

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

    /** Whatever has returned without us may be running elsewhere, or has never been called. */
    void requireSeen() {
        if (!seen) {
            throw CallMessages.LOG.notIntercepted(expected.definition().name());
        }
    }
}
