package org.backgroundtasks.internal.worker;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work for the server. What the server says at its end, when it takes back a connection
 * that has died, is nothing that anybody could mend.
 */
final class Unit implements Runnable {

    private final Executor unit;
    private final Runnable work;

    Unit(Executor unit, Runnable work) {
        this.unit = unit;
        this.work = work;
    }

    /** Throws a {@link RefusedException} if the server has not let it begin. */
    @Override
    public void run() {
        Begun begun = new Begun(work);
        try {
            unit.execute(begun);
        } catch (RuntimeException e) {
            if (!begun.hasBegun) {
                throw new RefusedException(e);
            }
            WorkerMessages.LOG.debug("The server could not take back what the thread had", e);
        }
        if (!begun.hasBegun) {
            throw new RefusedException(null);
        }
    }

    private static final class Begun implements Runnable {

        private final Runnable work;
        private boolean hasBegun;

        private Begun(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            hasBegun = true;
            work.run();
        }
    }

    /** The server has not let a piece of work begin. */
    static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RefusedException(@Nullable RuntimeException cause) {
            super("the server has let nothing begin", cause);
        }
    }
}
