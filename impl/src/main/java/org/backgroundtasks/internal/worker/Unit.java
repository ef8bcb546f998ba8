package org.backgroundtasks.internal.worker;

import java.util.concurrent.Executor;

/**
 * A piece of work for the server. What the server says at its end, when it takes back a connection
 * that has died, is nothing that anybody could mend.
 */
record Unit(Executor unit, Runnable work) implements Runnable {

    @Override
    public void run() {
        try {
            unit.execute(work);
        } catch (RuntimeException e) {
            WorkerMessages.LOG.debug("The server could not take back what the thread had", e);
        }
    }
}
