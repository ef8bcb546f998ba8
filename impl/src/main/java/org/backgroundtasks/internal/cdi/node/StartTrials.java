package org.backgroundtasks.internal.cdi.node;

import java.time.Duration;
import javax.naming.NamingException;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.server.Plainly;
import org.backgroundtasks.internal.store.Conflicts;
import org.backgroundtasks.internal.task.Durations;
import org.jspecify.annotations.Nullable;

/** The tries to start a worker: when the next one is due, and what is said of those that fail. */
final class StartTrials {

    private static final Duration LONGEST_AFTER_REFUSAL = Duration.ofMinutes(1);

    private final String dataSource;
    private volatile @Nullable String lastComplaint;
    private Duration afterRefusal = Duration.ofSeconds(1);
    private long nextAt = System.nanoTime();

    StartTrials(String dataSource) {
        this.dataSource = dataSource;
    }

    boolean isDue() {
        return System.nanoTime() - nextAt >= 0;
    }

    /** Says what keeps the worker from starting, once for each reason. */
    void failed(Throwable failure) {
        boolean isAway = isAway(failure);
        if (!isAway) {
            // What is refused is so until somebody mends it, and tried, and told of, less often.
            nextAt = System.nanoTime() + afterRefusal.toNanos();
            afterRefusal = Durations.shorter(afterRefusal.multipliedBy(2), LONGEST_AFTER_REFUSAL);
        }
        String complaint = Plainly.why(failure);
        if (complaint.equals(lastComplaint)) {
            return;
        }
        lastComplaint = complaint;
        CallMessages.LOG.notStartedYet(
                complaint,
                isAway
                        ? "if the database of the data source '%s' is down, start it"
                                .formatted(dataSource)
                        : "mend the data source '%s', or what is said of it".formatted(dataSource));
        CallMessages.LOG.debug("The worker cannot start yet", failure);
    }

    /** Whether the database, or what leads to it, may be there at any time. */
    private static boolean isAway(Throwable failure) {
        return Conflicts.isOfDatabase(failure) || failure.getCause() instanceof NamingException;
    }

    /** Says that nothing keeps it any longer, if it was told that something does. */
    void succeeded() {
        if (lastComplaint != null) {
            lastComplaint = null;
            Plainly.announce(CallMessages.LOG.canStart());
        }
    }
}
