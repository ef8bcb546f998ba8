package org.backgroundtasks.internal.store.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.function.Function;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.NullUnmarked;

/** A new task whose id and times are given as text, of an application with a name. */
@NullUnmarked
@Entity
@Table(name = Schema.TASKS)
class NamedTextTaskRow extends TextRow {

    @Column(name = "application")
    private String application;

    protected NamedTextTaskRow() {}

    NamedTextTaskRow(NewTask task, Function<Instant, String> text, String application) {
        super(task, text);
        this.application = application;
    }
}
