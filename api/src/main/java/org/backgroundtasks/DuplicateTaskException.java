package org.backgroundtasks;

/**
 * The key of a call is taken by another task, and {@link OnConflict#FAIL} was asked for; or a task
 * that has ended was to be brought back, and another has its key now. Nothing was changed, and the
 * caller's transaction can go on.
 */
public final class DuplicateTaskException extends BackgroundTaskException {

    private static final long serialVersionUID = 1L;

    private final transient TaskId taskId;

    public DuplicateTaskException(String message, TaskId taskId) {
        super(message);
        this.taskId = taskId;
    }

    /**
     * The task that has the key, or had it last within its {@link Unique#period()}. If two calls of
     * one {@code enqueueAll} have the same key, it is the id that the first would have had.
     *
     * @return its id
     */
    public TaskId taskId() {
        return taskId;
    }
}
