package org.backgroundtasks.internal.cdi;

import org.jspecify.annotations.Nullable;

/** Lets the one call within a {@code now} through. */
final class DirectCall implements Calls.Handler {

    private @Nullable String called;

    @Override
    public boolean handle(BackgroundMethod method, Object[] arguments) {
        if (called != null) {
            throw CallMessages.LOG.secondCallNow(called, method.definition().name());
        }
        called = method.definition().name();
        return false;
    }

    void requireCalled() {
        if (called == null) {
            throw CallMessages.LOG.noCall();
        }
    }
}
