package org.backgroundtasks.internal.store.worker;

/** What has become of a success that was to be recorded. */
public enum Settled {
    RECORDED,
    /** Somebody else has locked the row of the task; it can be recorded later. */
    LOCKED,
    /** The lease is no longer held; nothing has changed. */
    LEASE_LOST
}
