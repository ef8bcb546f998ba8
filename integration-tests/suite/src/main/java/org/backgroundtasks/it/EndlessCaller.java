package org.backgroundtasks.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import org.backgroundtasks.TaskScheduler;

/** Calls when the application starts. */
@ApplicationScoped
public class EndlessCaller {

    @Inject EndlessJobs jobs;
    @Inject TaskScheduler scheduler;

    void call(@Observes Startup event) {
        scheduler.enqueue(() -> jobs.endless());
        jobs.quick();
    }
}
