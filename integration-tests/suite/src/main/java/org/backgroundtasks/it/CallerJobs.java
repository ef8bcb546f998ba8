package org.backgroundtasks.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import java.security.Principal;
import java.util.function.Supplier;
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
    @Inject private Instance<Principal> principals;
    @Inject private Journal journal;

    @Background
    public void report() {
        journal.add("called by " + task.createdBy() + ", has Alice's rights: " + isAlice());
        journal.add(scheduler.enqueue(() -> self.follow()));
    }

    private boolean isAlice() {
        return isAlice(() -> security.get().getCallerPrincipal()) || isAlice(principals::get);
    }

    private static boolean isAlice(Supplier<Principal> source) {
        try {
            return Alice.NAME.equals(source.get().getName());
        } catch (RuntimeException e) {
            // Nobody, or no such source; in a body GlassFish throws for nobody, too.
            return false;
        }
    }

    @Background
    public void follow() {
        journal.add("followed, called by " + task.createdBy());
    }
}
