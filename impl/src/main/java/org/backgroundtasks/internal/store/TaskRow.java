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

/**
 * A new row of {@code background_task}. Jakarta Persistence stores it in the caller's transaction;
 * SQL moves it on and reads it, so what a new task does not have yet is not mapped.
 */
@NullUnmarked
@Entity
@Table(name = "background_task")
class TaskRow {

    @Id private UUID id;
    private String name;
    private String signature;
    private String queue;
    private int priority;
    private String state;
    private String arguments;

    @Convert(converter = InstantConverter.class)
    @Column(name = "run_at")
    private Instant runAt;

    @Convert(converter = InstantConverter.class)
    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    private int attempts;

    @Column(name = "max_attempts")
    private int maxAttempts;

    private int losses;

    @Column(name = "lease_number")
    private long leaseNumber;

    @Column(name = "cancel_requested")
    private boolean cancelRequested;

    protected TaskRow() {}

    TaskRow(NewTask task) {
        id = task.id().value();
        name = task.invocation().name();
        signature = task.invocation().signature();
        arguments = task.invocation().arguments();
        queue = task.queue();
        priority = task.priority();
        state = task.state().name();
        runAt = task.runAt();
        createdAt = task.createdAt();
        createdBy = task.createdBy();
        maxAttempts = task.maxAttempts();
    }
}
