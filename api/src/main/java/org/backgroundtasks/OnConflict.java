package org.backgroundtasks;

/** What becomes of a call whose key a task has already. */
public enum OnConflict {

    /** Nothing is stored. The call returns the id of the task that has the key. */
    KEEP,

    /**
     * The task that has the key is changed, if it waits: it gets the arguments, the time, the
     * priority and the label of the call, and all its attempts. It keeps its id and its queue. If
     * it runs, one task is stored to follow it, which has the key from then on.
     */
    REPLACE,

    /** The call throws {@link DuplicateTaskException}, and nothing is stored. */
    FAIL
}
