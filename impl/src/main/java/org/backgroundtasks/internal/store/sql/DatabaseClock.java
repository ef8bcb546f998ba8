package org.backgroundtasks.internal.store.sql;

import java.time.Duration;
import java.time.Instant;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.time.Ticker;

/**
 * The database's time between two askings: the last answer, moved on by this machine's monotonic
 * clock. What the machine believes the time of day to be does not matter.
 */
public final class DatabaseClock {

    private static final Duration LONGEST_TRUST = Duration.ofMinutes(1);

    private record Reading(Instant time, long nanos) {}

    private final Ticker ticker;
    private volatile Reading last;

    public DatabaseClock(Ticker ticker, Instant now, long asked) {
        this.ticker = ticker;
        this.last = new Reading(now, asked);
    }

    /** The statement that asks for the time. No parameters; column: now. */
    public static String question(Dialect dialect) {
        return "select %s %s".formatted(dialect.readable(dialect.now()), dialect.fromNothing());
    }

    /** When somebody is about to ask, to be told with the answer. */
    public long asking() {
        return ticker.nanoTime();
    }

    /**
     * Takes note of an answer.
     *
     * @param asked {@link #asking} before: the answer is later, so that what is due after a delay
     *     is never early
     */
    public void set(Instant now, long asked) {
        last = new Reading(now, asked);
    }

    /**
     * Takes note of an answer from within a transaction, where some databases tell the time of its
     * begin: never goes back.
     */
    public void advance(Instant now, long asked) {
        Instant known = now();
        set(now.isAfter(known) ? now : known, now.isAfter(known) ? asked : ticker.nanoTime());
    }

    /** Whether the last answer is so old that the machine's clock may have drifted or slept. */
    public boolean isStale() {
        return ticker.nanoTime() - last.nanos() > LONGEST_TRUST.toNanos();
    }

    public Instant now() {
        Reading reading = last;
        return reading.time().plusNanos(ticker.nanoTime() - reading.nanos());
    }
}
