package org.backgroundtasks.internal.limit;

import java.time.Duration;
import java.time.Instant;

/**
 * How much of a limit is taken, as it was seen.
 *
 * @param version by which a claim knows that nobody else has claimed since
 * @param holders how many tasks have a share of its concurrency
 * @param dead how many shares are of tasks that no longer run
 * @param longestPer the longest time in which any node counts its starts; zero if none does
 * @param starts within that time
 * @param now the database's time when it was seen
 */
public record LimitState(
        long version, long holders, long dead, Duration longestPer, Starts starts, Instant now) {

    /** The same with the shares that there are, of which some live. */
    public LimitState with(long living, long all) {
        return new LimitState(version, living, all - living, longestPer, starts, now);
    }

    /**
     * After a claim, as far as its claimant knows: what has ended since is not taken off, and only
     * the database knows when the claim was.
     */
    public LimitState after(int claimed) {
        return new LimitState(version + 1, holders + claimed, dead, longestPer, starts, now);
    }
}
