package org.backgroundtasks.internal.store.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.function.Function;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.NullUnmarked;

/** A new task whose id and times are given as text, with what every task has. */
@NullUnmarked
@Entity
@Table(name = Schema.TASKS)
class TextTaskRow extends TextRow {

    protected TextTaskRow() {}

    TextTaskRow(NewTask task, Function<Instant, String> text) {
        super(task, text);
    }
}
