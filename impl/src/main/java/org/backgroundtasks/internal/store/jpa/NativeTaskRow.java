package org.backgroundtasks.internal.store.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.backgroundtasks.internal.store.dialect.ColumnTypes;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.NullUnmarked;

/** A new task for {@link ColumnTypes#NATIVE}, with what every task has. */
@NullUnmarked
@Entity
@Table(name = Schema.TASKS)
class NativeTaskRow extends NativeRow {

    protected NativeTaskRow() {}

    NativeTaskRow(NewTask task) {
        super(task);
    }
}
