package org.backgroundtasks.internal.cdi.call;

import org.backgroundtasks.internal.cdi.discovery.BackgroundMethod;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.jspecify.annotations.Nullable;

/** Lets the one call within a {@code now} through. */
final class DirectCall implements Calls.Handler {

    private static final String SO_WHAT = "and the first one has run; use one 'now' for each";

    private @Nullable String called;

    @Override
    public boolean handle(BackgroundMethod method, Object[] arguments) {
        if (called != null) {
            throw CallMessages.LOG.secondCall(called, method.definition().name(), SO_WHAT);
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
