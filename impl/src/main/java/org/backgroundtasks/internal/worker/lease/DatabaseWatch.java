package org.backgroundtasks.internal.worker.lease;

import java.time.Duration;
import org.backgroundtasks.internal.task.Durations;
import org.backgroundtasks.internal.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database can be relied on, as this node sees it. When it has not answered for a
 * while, or has taken nothing, nobody could renew: then those who still run their tasks get the
 * time to.
 */
public final class DatabaseWatch {

    private final Duration lease;
    private final Ticker ticker;
    private long answeredAt;
    private volatile long wroteAt;
    private volatile boolean hasWritten;
    private volatile long waitsUntil;

    public DatabaseWatch(Duration lease, Ticker ticker) {
        this.lease = lease;
        this.ticker = ticker;
        // As after an outage: it may have been one that this node was not there to see.
        answeredAt = ticker.nanoTime() - lease.toNanos();
        wroteAt = answeredAt;
    }

    /** Says that the database has answered. */
    public void answers() {
        long now = ticker.nanoTime();
        // Whoever missed a heartbeat meanwhile has the next one within a third of the lease.
        if (now - answeredAt > lease.dividedBy(3).toNanos()) {
            letOthersRenew(now);
        }
        answeredAt = now;
    }

    /**
     * Says that the database has taken something. It can answer and take nothing: then nobody could
     * renew either. Called by the heartbeat, in each third of a lease.
     *
     * @return whether it had not done so for some time
     */
    public boolean writes() {
        long now = ticker.nanoTime();
        boolean isNew = hasNotWritten(now);
        if (isNew) {
            letOthersRenew(now);
        }
        wroteAt = now;
        hasWritten = true;
        return isNew;
    }

    /** Gives others the time to renew, from now on. */
    void letOthersRenew() {
        letOthersRenew(ticker.nanoTime());
    }

    private void letOthersRenew(long now) {
        waitsUntil = now + lease.dividedBy(2).toNanos();
    }

    /** How long ago it has taken something; null if it has taken nothing yet. */
    public @Nullable Duration sinceWritten() {
        return hasWritten ? Duration.ofNanos(ticker.nanoTime() - wroteAt) : null;
    }

    /** Whether the last heartbeat came through, so that what is claimed now can be kept. */
    public boolean canRenew() {
        return !hasNotWritten(ticker.nanoTime());
    }

    private boolean hasNotWritten(long now) {
        return now - wroteAt > lease.dividedBy(2).toNanos();
    }

    /** How much longer others get to renew; zero if nothing is to be waited for. */
    public Duration waits() {
        long now = ticker.nanoTime();
        long left = waitsUntil - now;
        if (hasNotWritten(now)) {
            // Until a heartbeat has come through.
            return Durations.longer(lease.dividedBy(6), Duration.ofNanos(left));
        }
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }
}
