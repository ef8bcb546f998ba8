package org.backgroundtasks.internal.worker.run;

import java.time.Duration;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.store.Conflicts;
import org.backgroundtasks.internal.store.worker.ClaimStore;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.worker.Bodies;
import org.backgroundtasks.internal.worker.SnoozedException;
import org.backgroundtasks.internal.worker.WorkerEnvironment;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.lease.RunningTask;
import org.backgroundtasks.internal.worker.lease.StopReason;

/** Binds the arguments of a task, and calls its body for at most its timeout. */
public final class BodyCall {

    private final ClaimStore claims;
    private final TaskDefinitions definitions;
    private final ArgumentCodec codec;
    private final Bodies bodies;
    private final Timeouts timeouts;
    private final DatabaseTrial database;

    public BodyCall(
            ClaimStore claims,
            TaskDefinitions definitions,
            ArgumentCodec codec,
            WorkerEnvironment environment,
            DatabaseTrial database) {
        this.claims = claims;
        this.definitions = definitions;
        this.codec = codec;
        this.bodies = environment.bodies();
        this.timeouts = new Timeouts(environment.timer());
        this.database = database;
    }

    /** Makes the task the thread's own until the scope is closed. */
    Bodies.Scope enter(RunningTask running) {
        return bodies.enter(running);
    }

    Object[] arguments(RunningTask running) throws NotBegunException {
        ClaimedTask task = running.task();
        try {
            String stored = task.isUnread() ? readAlone(running) : task.invocation().arguments();
            return codec.read(
                    running.definition(),
                    definitions.arguments(task.invocation().signature(), stored));
        } catch (OutOfMemoryError e) {
            throw WorkerMessages.LOG.argumentsUnread(e);
        }
    }

    private String readAlone(RunningTask running) throws NotBegunException {
        try {
            return claims.arguments(running.id());
        } catch (RuntimeException e) {
            if (!Conflicts.isOfMemory(e)
                    && (Conflicts.isPassing(e) || !database.takesOthers(running))) {
                throw new NotBegunException(e);
            }
            throw WorkerMessages.LOG.argumentsUnread(e);
        }
    }

    void invoke(RunningTask running, Object[] arguments) throws Throwable {
        TaskDefinition definition = running.definition();
        Duration timeout = definition.options().timeout();
        try (Timeouts.Timer timer = timer(running, timeout)) {
            running.bodyBegins();
            bodies.invoke(definition, arguments);
        } catch (Throwable e) {
            throw running.stopReason() == StopReason.TIMED_OUT
                    ? WorkerMessages.LOG.timedOut(timeout, e)
                    : e;
        } finally {
            running.bodyEnds();
        }
        if (running.stopReason() == StopReason.TIMED_OUT) {
            throw WorkerMessages.LOG.timedOut(timeout, null);
        }
        Duration snoozedFor = running.snoozedFor();
        if (snoozedFor != null) {
            // It has caught what was thrown at it.
            throw new SnoozedException(snoozedFor);
        }
    }

    private Timeouts.Timer timer(RunningTask running, Duration timeout) throws NotBegunException {
        try {
            return timeouts.start(running, timeout);
        } catch (RuntimeException e) {
            throw new NotBegunException(e);
        }
    }

    /** The server, about to stop, no longer keeps time, or the database is away. */
    static final class NotBegunException extends Exception {

        private static final long serialVersionUID = 1L;

        NotBegunException(Throwable cause) {
            super(cause);
        }
    }
}
