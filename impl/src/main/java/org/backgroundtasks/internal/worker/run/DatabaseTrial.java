package org.backgroundtasks.internal.worker.run;

import org.backgroundtasks.internal.store.worker.Probes;
import org.backgroundtasks.internal.worker.lease.RunningTask;

/** Tells what the database does not like from a database that is away. */
public final class DatabaseTrial {

    private final Probes probes;

    public DatabaseTrial(Probes probes) {
        this.probes = probes;
    }

    /**
     * Whether the database takes another change of the same row; one that has no room for it is as
     * good as away.
     */
    boolean takesOthers(RunningTask running) {
        return isTaken(() -> probes.tryToChange(running.lease()));
    }

    /** Whether the database takes changes at all; one that only answers is away, too. */
    boolean isThere() {
        return isTaken(() -> probes.probeWriting(() -> {}));
    }

    private static boolean isTaken(Runnable change) {
        try {
            change.run();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
