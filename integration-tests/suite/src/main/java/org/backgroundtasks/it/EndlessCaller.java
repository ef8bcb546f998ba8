package org.backgroundtasks.it;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import org.backgroundtasks.TaskScheduler;

/** Calls when the application starts. */
@Singleton
@Startup
public class EndlessCaller {

    @Inject EndlessJobs jobs;
    @Inject TaskScheduler scheduler;

    @PostConstruct
    void call() {
        scheduler.enqueue(() -> jobs.endless());
        jobs.quick();
    }
}
