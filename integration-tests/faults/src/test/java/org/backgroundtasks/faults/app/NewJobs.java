package org.backgroundtasks.faults.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskContext;

/**
 * The next version of {@link OldJobs}: a method less, a method more, and one with another
 * parameter.
 */
@ApplicationScoped
public class NewJobs {

    @Inject private TaskContext task;
    @Inject private Oracle oracle;

    @Background(name = "kept")
    public void kept(String by) {
        note(by);
    }

    @Background(name = "extended")
    public void extended(String by, int more) {
        note(by + more);
    }

    @Background(name = "added")
    public void added(String by) {
        note(by);
    }

    private void note(String by) {
        oracle.started(task.id());
        oracle.update(
                "insert into ran (task_id, by, version) values (?, ?, 'new')",
                task.id().value(),
                by);
        oracle.effect(task.id());
    }
}
