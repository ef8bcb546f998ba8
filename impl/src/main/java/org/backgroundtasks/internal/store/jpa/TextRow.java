package org.backgroundtasks.internal.store.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.function.Function;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.NullUnmarked;

/**
 * A new task whose id and times are given as text, which the database turns into the types of the
 * columns: so no driver and no provider moves a time by the zone of its machine.
 */
@NullUnmarked
@MappedSuperclass
abstract class TextRow extends NewTaskRow {

    @Id
    @Column(name = "id")
    private String id;

    @Column(name = "run_at")
    private String runAt;

    @Column(name = "created_at")
    private String createdAt;

    protected TextRow() {}

    TextRow(NewTask task, Function<Instant, String> text) {
        super(task);
        id = task.id().toString();
        runAt = text.apply(task.runAt());
        createdAt = text.apply(task.createdAt());
    }
}
