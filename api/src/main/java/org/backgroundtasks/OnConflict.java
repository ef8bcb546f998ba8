package org.backgroundtasks;

/** What becomes of a call whose key a task has already. */
public enum OnConflict {

    /**
     * Nothing is stored. The call returns the id of the task that has the key. That one may start
     * before the caller commits, and not see what the caller writes; {@link #REPLACE} keeps it from
     * that.
     *
     * <p>Above READ COMMITTED, as MariaDB is by default, a call may see a task as it stood when its
     * transaction began, and so keep one that has ended meanwhile.
     */
    KEEP,

    /**
     * The task that has the key is changed, if it waits: it gets the arguments, the time, the
     * priority and the label of the call, and all its attempts. It keeps its id and its queue, and
     * does not start before the caller commits. If it runs, one task is stored to follow it, which
     * has the key from then on. That one waits for the other to end, also through its further
     * attempts: cancel the other, if it shall not.
     */
    REPLACE,

    /** The call throws {@link DuplicateTaskException}, and nothing is stored. */
    FAIL
}
