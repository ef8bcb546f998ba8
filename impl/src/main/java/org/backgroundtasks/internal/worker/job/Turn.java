package org.backgroundtasks.internal.worker.job;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.backgroundtasks.internal.time.Ticker;

/** A turn of a job that has work in small batches: a minute at most, so that others have theirs. */
public final class Turn {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Turn() {}

    /**
     * Does batches, one at least.
     *
     * @param batch returns whether there are more
     */
    public static void of(Ticker ticker, BooleanSupplier batch) {
        long begun = ticker.nanoTime();
        boolean isMore;
        do {
            isMore = batch.getAsBoolean();
        } while (isMore && ticker.nanoTime() - begun < LONGEST.toNanos());
    }
}
