package org.backgroundtasks.internal.store.key;

import java.time.Instant;
import java.util.Objects;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskKey;
import org.jspecify.annotations.Nullable;

/**
 * A task that is to be stored if nobody has its key.
 *
 * @param task has a key
 * @param debounce null if further calls do not put it off
 */
public record KeyedTask(NewTask task, OnConflict onConflict, @Nullable Debounce debounce) {

    public KeyedTask {
        Objects.requireNonNull(task.key());
    }

    public TaskKey key() {
        return Objects.requireNonNull(task.key());
    }

    /** The same, if it is not to be refused. */
    public KeyedTask orKept() {
        return onConflict == OnConflict.FAIL
                ? new KeyedTask(task, OnConflict.KEEP, debounce)
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
