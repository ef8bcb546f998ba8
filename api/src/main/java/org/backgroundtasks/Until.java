package org.backgroundtasks;

/** How long a task keeps its key. */
public enum Until {

    /** Until it has SUCCEEDED, FAILED, or is CANCELLED; also while it waits for another attempt. */
    ENDED,

    /**
     * Until a worker has claimed it for its first attempt. It does not take the key again when the
     * attempt fails, or when it is given back unstarted, as at a stop of its node.
     */
    STARTED
}
