package org.backgroundtasks.internal.store.key;

import java.time.Instant;
import java.util.Objects;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskKey;
import org.jspecify.annotations.Nullable;

/**
 * A task that is to be stored if nobody has its key.
 *
 * @param task has a key
 * @param debounce null if further calls do not put it off
 * @param superseded a task that gives way to it if it only waits, and leaves it the key: the caller
 *     cancels it then, in the same transaction; null if there is none
 */
public record KeyedTask(
        NewTask task,
        OnConflict onConflict,
        @Nullable Debounce debounce,
        @Nullable TaskId superseded) {

    public KeyedTask {
        Objects.requireNonNull(task.key());
    }

    /** One that supersedes no other. */
    public KeyedTask(NewTask task, OnConflict onConflict, @Nullable Debounce debounce) {
        this(task, onConflict, debounce, null);
    }

    /** The same, instead of another that only waits. */
    public KeyedTask superseding(@Nullable TaskId other) {
        return new KeyedTask(task, onConflict, debounce, other);
    }

    public TaskKey key() {
        return Objects.requireNonNull(task.key());
    }

    /** The same, if it is not to be refused. */
    public KeyedTask orKept() {
        return onConflict == OnConflict.FAIL
                ? new KeyedTask(task, OnConflict.KEEP, debounce, superseded)
                : this;
    }

    /** The time of the call. */
    public Instant now() {
        return task.createdAt();
    }

    /** The task, at its time after a call. */
    public NewTask after(Instant firstCall) {
        return debounce == null ? task : task.at(debounce.runAt(firstCall, now()));
    }
}
