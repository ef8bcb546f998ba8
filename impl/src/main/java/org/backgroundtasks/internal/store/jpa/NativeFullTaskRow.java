package org.backgroundtasks.internal.store.jpa;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.backgroundtasks.internal.store.dialect.ColumnTypes;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.NullUnmarked;

/** A new task for {@link ColumnTypes#NATIVE}, with all that a task may have. */
@NullUnmarked
@Entity
@Table(name = Schema.TASKS)
class NativeFullTaskRow extends NativeRow {

    @Embedded private RareColumns rare;

    protected NativeFullTaskRow() {}

    NativeFullTaskRow(NewTask task, String application) {
        super(task);
        rare = new RareColumns(task, application);
    }
}
