package org.backgroundtasks.internal.task;

import java.time.Instant;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * A task that is about to be stored. Both times are of the database's clock.
 *
 * @param label what people call it; null if they do not
 * @param key by which it is unique among those of its name; null if it is not
 * @param isBlocked whether it waits for another task
 * @param lane in which it takes turns; {@link Lane#NONE} if it does not
 * @param metadata what features keep with it: an object in JSON of at most {@link
 *     #LONGEST_METADATA} bytes; null if there is nothing
 */
public record NewTask(
        TaskId id,
        Invocation invocation,
        String queue,
        int priority,
        int maxAttempts,
        Instant createdAt,
        Instant runAt,
        @Nullable String createdBy,
        @Nullable String label,
        @Nullable TaskKey key,
        boolean isBlocked,
        String lane,
        @Nullable String metadata) {

    /** In bytes of UTF-8. */
    public static final int LONGEST_METADATA = 2_000;

    /** Without a key, and in no lane. */
    public NewTask(
            TaskId id,
            Invocation invocation,
            String queue,
            int priority,
            int maxAttempts,
            Instant createdAt,
            Instant runAt,
            @Nullable String createdBy,
            @Nullable String label,
            @Nullable String metadata) {
        this(
                id,
                invocation,
                queue,
                priority,
                maxAttempts,
                createdAt,
                runAt,
                createdBy,
                label,
                null,
                false,
                Lane.NONE,
                metadata);
    }

    /** The same with a key. */
    public NewTask with(TaskKey newKey) {
        return changed(runAt, newKey, isBlocked, lane);
    }

    /** The same at another time. */
    public NewTask at(Instant newRunAt) {
        return changed(newRunAt, key, isBlocked, lane);
    }

    /** The same, to wait for another task. */
    public NewTask blocked() {
        return changed(runAt, key, true, lane);
    }

    /** The same in a lane. */
    public NewTask in(String newLane) {
        return changed(runAt, key, isBlocked, newLane);
    }

    private NewTask changed(
            Instant newRunAt, @Nullable TaskKey newKey, boolean isNowBlocked, String newLane) {
        return new NewTask(
                id,
                invocation,
                queue,
                priority,
                maxAttempts,
                createdAt,
                newRunAt,
                createdBy,
                label,
                newKey,
                isNowBlocked,
                newLane,
                metadata);
    }

    /** What it is stored as. */
    public TaskState state() {
        if (isBlocked) {
            return TaskState.BLOCKED;
        }
        return runAt.isAfter(createdAt) ? TaskState.SCHEDULED : TaskState.READY;
    }
}
