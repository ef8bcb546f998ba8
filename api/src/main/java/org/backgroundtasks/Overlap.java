package org.backgroundtasks;

/**
 * What becomes of an instant of a schedule if the task of the one before has not ended: it is READY
 * or RUNNING, waits for its first attempt, or was put off by {@link TaskContext#snooze} before any
 * attempt has failed.
 *
 * <p>A task that has failed and only waits for another attempt is no overlap. Under SKIP and WAIT
 * it is CANCELLED in favour of the new one. A task that {@link TaskSchedules#runNow} has stored
 * does not count.
 */
public enum Overlap {

    /**
     * No task is stored, and the instant is recorded as OVERLAPPED. Under {@link Missed#ALL},
     * several instants that are due together are stored all the same.
     */
    SKIP,

    /**
     * The instant waits until the previous task has ended. If more come due meanwhile, it has been
     * missed, as {@link Missed} says; under {@link Missed#ALL} they follow one by one.
     */
    WAIT,

    /** A task is stored all the same. */
    ALLOW
}
