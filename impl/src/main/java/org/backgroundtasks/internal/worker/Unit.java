package org.backgroundtasks.internal.worker;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work for the server. What the server says at its end, when it takes back a connection
 * that has died, is nothing that anybody could mend.
 */
public record Unit(Executor unit, Runnable work) implements Runnable {

    /** Throws a {@link RefusedException} if the server has not let it begin. */
    @Override
    public void run() {
        AtomicBoolean hasBegun = new AtomicBoolean();
        RuntimeException failure = null;
        try {
            unit.execute(
                    () -> {
                        hasBegun.set(true);
                        work.run();
                    });
        } catch (RuntimeException e) {
            failure = e;
        }
        if (!hasBegun.get()) {
            throw new RefusedException(failure);
        }
        if (failure != null) {
            WorkerMessages.LOG.debug("The server could not take back what the thread had", failure);
        }
    }

    /** The server has not let a piece of work begin. */
    public static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RefusedException(@Nullable RuntimeException cause) {
            super("the server has let nothing begin", cause);
        }
    }
}
