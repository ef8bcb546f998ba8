package org.backgroundtasks.faults.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import org.backgroundtasks.TaskCall;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;

/** Enqueues, and notes in the same transaction what it has enqueued. */
@ApplicationScoped
public class Caller {

    @Inject private TaskScheduler scheduler;
    @Inject private Oracle oracle;

    /** Rolls back what it has noted and enqueued. */
    public static final class RolledBackException extends RuntimeException {

        private final List<TaskId> ids;

        RolledBackException(List<TaskId> ids) {
            this.ids = ids;
        }

        public List<TaskId> ids() {
            return ids;
        }
    }

    @Transactional
    public List<TaskId> enqueue(int count, Duration delay, TaskCall call) {
        List<TaskId> ids =
                scheduler
                        .in(delay)
                        .enqueueAll(
                                () -> {
                                    for (int i = 0; i < count; i++) {
                                        call.call();
                                    }
                                });
        oracle.enqueued(ids, delay);
        return ids;
    }

    @Transactional
    public void enqueueAndRollBack(int count, TaskCall call) {
        throw new RolledBackException(enqueue(count, Duration.ZERO, call));
    }

    @Transactional
    public List<TaskId> enqueueAndWait(String point, TaskCall call) throws InterruptedException {
        List<TaskId> ids = enqueue(1, Duration.ZERO, call);
        oracle.reached(point + " " + ids.get(0));
        Thread.sleep(60_000);
        return ids;
    }
}
