package org.backgroundtasks.faults.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.Background;
import org.backgroundtasks.Overlap;
import org.backgroundtasks.Recurring;
import org.backgroundtasks.TaskContext;

/** Ticks each second. */
@ApplicationScoped
public class Ticks {

    @Inject private TaskContext task;

    @Background(name = "tick")
    @Recurring(cron = "* * * * * *", overlap = Overlap.ALLOW)
    public void tick() {
        if (task.scheduledFor().isEmpty()) {
            throw new IllegalStateException("nobody but the schedule calls this");
        }
    }
}
