package org.backgroundtasks.faults.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.Background;
import org.backgroundtasks.Limit;
import org.backgroundtasks.TaskContext;

/** Three at once, and of an account one. */
@ApplicationScoped
public class Accounts {

    @Inject private TaskContext task;
    @Inject private Oracle oracle;

    @Background(name = "account", maxAttempts = 200)
    @Limit(key = "accounts", concurrency = 3)
    @Limit(key = "account-{0}", concurrency = 1)
    public void limited(int account, long millis) throws InterruptedException {
        oracle.started(task.id());
        Thread.sleep(millis);
        oracle.effect(task.id());
    }
}
