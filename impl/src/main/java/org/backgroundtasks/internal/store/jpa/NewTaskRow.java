package org.backgroundtasks.internal.store.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.NullUnmarked;

/**
 * A new row of {@code background_task}. Jakarta Persistence stores it in the caller's transaction;
 * SQL moves it on and reads it, so what a new task does not have yet is not mapped, and the
 * database puts its defaults in. Subclasses add the columns whose types differ between databases;
 * subclasses of those, what few tasks have, since each parameter has its price.
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

    @Column(name = "max_attempts")
    private int maxAttempts;

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
