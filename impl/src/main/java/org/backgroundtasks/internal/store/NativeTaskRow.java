package org.backgroundtasks.internal.store;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.NullUnmarked;

/** A new task for {@link ColumnTypes#NATIVE}. */
@NullUnmarked
@Entity
@Table(name = Schema.TASKS)
class NativeTaskRow extends NewTaskRow {

    @Id
    @Column(name = "id")
    private UUID id;

    @Convert(converter = InstantConverter.class)
    @Column(name = "run_at")
    private Instant runAt;

    @Convert(converter = InstantConverter.class)
    @Column(name = "created_at")
    private Instant createdAt;

    protected NativeTaskRow() {}

    NativeTaskRow(NewTask task, String application) {
        super(task, application);
        id = task.id().value();
        runAt = task.runAt();
        createdAt = task.createdAt();
    }
}
