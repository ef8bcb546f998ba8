package org.backgroundtasks.faults.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.Background;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.Unique;

/** Of which one runs at a time, for a key. */
@ApplicationScoped
public class Keys {

    @Inject private TaskContext task;
    @Inject private Oracle oracle;

    @Background(name = "keyed", maxAttempts = 200)
    @Unique(key = "{0}", onConflict = OnConflict.REPLACE)
    public void keyed(int key, long millis) throws InterruptedException {
        oracle.started(task.id());
        Thread.sleep(millis);
        oracle.effect(task.id());
    }
}
