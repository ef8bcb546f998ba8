package org.backgroundtasks.internal.worker.lease;

/** Why a body that still runs is asked to end. A later one of these replaces an earlier one. */
public enum StopReason {
    /** By {@code TaskScheduler.cancel}; if it returns all the same, it has succeeded. */
    CANCELLED,
    /**
     * The application stops; if it returns all the same, it has succeeded, else it is given back.
     */
    SHUTDOWN,
    /**
     * Its lease could not be renewed and has run out; another worker may have it. If it returns all
     * the same and nobody has, it has succeeded, else the attempt has failed.
     */
    LEASE_EXPIRED,
    /** It took longer than its timeout; the attempt has failed whether it returns or throws. */
    TIMED_OUT,
    /** It was taken from this worker; whatever it does is rolled back. */
    LEASE_LOST
}
