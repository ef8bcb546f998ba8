package org.backgroundtasks.internal.store.jpa;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.function.Function;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.NullUnmarked;

/** A new task whose id and times are given as text, with all that a task may have. */
@NullUnmarked
@Entity
@Table(name = Schema.TASKS)
class TextFullTaskRow extends TextRow {

    @Embedded private RareColumns rare;

    protected TextFullTaskRow() {}

    TextFullTaskRow(NewTask task, Function<Instant, String> text, String application) {
        super(task, text);
        rare = new RareColumns(task, application);
    }
}
