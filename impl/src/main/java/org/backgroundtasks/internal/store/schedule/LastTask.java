package org.backgroundtasks.internal.store.schedule;

/** Where the last task of a schedule stands. */
public enum LastTask {

    /** It has ended, or is no longer there. */
    ENDED,

    /** It is to run, or runs: another would overlap it. */
    STANDS,

    /** It only waits for another attempt. */
    WAITS
}
