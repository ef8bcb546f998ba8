package org.backgroundtasks.internal.cdi.call;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.jspecify.annotations.Nullable;

/** The injectable {@link TaskContext}: whatever task runs on the thread that asks. */
@ApplicationScoped
class CurrentTask implements TaskContext {

    private static final ThreadLocal<TaskContext> CURRENT = new ThreadLocal<>();

    static void set(TaskContext task) {
        CURRENT.set(task);
    }

    static void clear() {
        CURRENT.remove();
    }

    private static TaskContext current() {
        TaskContext task = CURRENT.get();
        if (task == null) {
            throw CallMessages.LOG.noRunningTask();
        }
        return task;
    }

    @Override
    public TaskId id() {
        return current().id();
    }

    @Override
    public String name() {
        return current().name();
    }

    @Override
    public int attempt() {
        return current().attempt();
    }

    @Override
    public @Nullable String createdBy() {
        return current().createdBy();
    }

    @Override
    public Optional<Instant> scheduledFor() {
        return current().scheduledFor();
    }

    @Override
    public void snooze(Duration delay) {
        current().snooze(delay);
    }

    @Override
    public boolean isCancelled() {
        return current().isCancelled();
    }
}
