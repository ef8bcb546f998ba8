package org.backgroundtasks.internal.cdi.call;

import org.backgroundtasks.OnConflict;
import org.backgroundtasks.internal.store.key.Debounce;
import org.backgroundtasks.internal.store.key.KeyedTask;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.Nullable;

/**
 * A task that a call asks for, and what becomes of it if its key is taken.
 *
 * @param task may have a key
 */
record PreparedTask(NewTask task, OnConflict onConflict, @Nullable Debounce debounce) {

    boolean hasKey() {
        return task.key() != null;
    }

    KeyedTask keyed() {
        return new KeyedTask(task, onConflict, debounce);
    }
}
