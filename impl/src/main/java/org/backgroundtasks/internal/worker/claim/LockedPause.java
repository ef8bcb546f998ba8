package org.backgroundtasks.internal.worker.claim;

import java.time.Duration;
import org.backgroundtasks.internal.task.Durations;

/**
 * How long to wait before what somebody has locked is looked at again: longer each time, since it
 * is not freed sooner by asking.
 */
public final class LockedPause {

    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private Duration pause = SHORTEST;

    /** Takes note of whether something was locked; returns the pause from now on. */
    public Duration after(boolean isLocked) {
        pause = isLocked ? Durations.shorter(pause.multipliedBy(2), LONGEST) : SHORTEST;
        return pause;
    }
}
