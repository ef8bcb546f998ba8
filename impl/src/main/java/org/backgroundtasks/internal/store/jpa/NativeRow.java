package org.backgroundtasks.internal.store.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;
import org.backgroundtasks.internal.store.dialect.ColumnTypes;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.NullUnmarked;

/** A new task for {@link ColumnTypes#NATIVE}. */
@NullUnmarked
@MappedSuperclass
abstract class NativeRow extends NewTaskRow {

    @Id
    @Column(name = "id")
    private UUID id;

    @Convert(converter = InstantConverter.class)
    @Column(name = "run_at")
    private Instant runAt;

    @Convert(converter = InstantConverter.class)
    @Column(name = "created_at")
    private Instant createdAt;

    protected NativeRow() {}

    NativeRow(NewTask task) {
        super(task);
        id = task.id().value();
        runAt = task.runAt();
        createdAt = task.createdAt();
    }
}
