package org.backgroundtasks.faults.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskContext;

/** The jobs of one version of an application: {@link NewJobs} is the next. */
@ApplicationScoped
public class OldJobs {

    @Inject private TaskContext task;
    @Inject private Oracle oracle;

    @Background(name = "kept")
    public void kept(String by) {
        note(by);
    }

    @Background(name = "removed")
    public void removed(String by) {
        note(by);
    }

    @Background(name = "extended")
    public void extended(String by) {
        note(by);
    }

    private void note(String by) {
        oracle.started(task.id());
        oracle.update(
                "insert into ran (task_id, by, version) values (?, ?, 'old')",
                task.id().value(),
                by);
        oracle.effect(task.id());
    }
}
