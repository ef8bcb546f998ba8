package org.backgroundtasks.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskScheduler;

/** Tasks that report who has called them, and whose rights they have. */
@ApplicationScoped
public class CallerJobs {

    @Inject private CallerJobs self;
    @Inject private TaskScheduler scheduler;
    @Inject private TaskContext task;
    @Inject private Instance<SecurityContext> security;
    @Inject private Journal journal;

    @Background
    public void report() {
        journal.add("called by " + task.createdBy() + ", has Alice's rights: " + isAlice());
        journal.add(scheduler.enqueue(() -> self.follow()));
    }

    private boolean isAlice() {
        try {
            return security.isResolvable()
                    && Alice.NAME.equals(security.get().getCallerPrincipal().getName());
        } catch (NullPointerException e) {
            // There is nobody; GlassFish throws one itself.
            return false;
        }
    }

    @Background
    public void follow() {
        journal.add("followed, called by " + task.createdBy());
    }
}
