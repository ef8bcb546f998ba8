package org.backgroundtasks.internal.store.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.NullUnmarked;

/**
 * A new row of {@code background_task}. Jakarta Persistence stores it in the caller's transaction;
 * SQL moves it on and reads it, so what a new task does not have yet is not mapped. Its subclasses
 * add the columns whose types differ between databases. The name of the application is a column of
 * the subclasses of those: where it has none, the database puts its default in.
 */
@NullUnmarked
@MappedSuperclass
abstract class NewTaskRow {

    @Column(name = "name")
    private String name;

    @Column(name = "signature")
    private String signature;

    @Column(name = "queue")
    private String queue;

    @Column(name = "priority")
    private int priority;

    @Column(name = "state")
    private String state;

    @Column(name = "arguments")
    private String arguments;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "attempts")
    private int attempts;

    @Column(name = "max_attempts")
    private int maxAttempts;

    @Column(name = "losses")
    private int losses;

    @Column(name = "lease_number")
    private long leaseNumber;

    @Column(name = "cancel_requested")
    private boolean cancelRequested;

    protected NewTaskRow() {}

    NewTaskRow(NewTask task) {
        name = task.invocation().name();
        signature = task.invocation().signature();
        arguments = task.invocation().arguments();
        queue = task.queue();
        priority = task.priority();
        state = task.state().name();
        createdBy = task.createdBy();
        maxAttempts = task.maxAttempts();
    }
}
