package org.backgroundtasks.internal.worker;

import static org.jboss.logging.Logger.Level.DEBUG;
import static org.jboss.logging.Logger.Level.ERROR;
import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import java.lang.invoke.MethodHandles;
import java.time.Duration;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.TaskTimeoutException;
import org.backgroundtasks.internal.logging.Messages;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;
import org.jspecify.annotations.Nullable;

/** Messages 600 to 699: runs. */
@MessageLogger(projectCode = "BGTASK", length = 6)
public interface WorkerMessages extends BasicLogger {

    WorkerMessages LOG =
            Messages.logger(
                    MethodHandles.lookup(), WorkerMessages.class, "org.backgroundtasks.worker");

    /** Repair: None. */
    @LogMessage(level = INFO)
    @Message(id = 600, value = "The worker %s has started with %d methods")
    void started(String node, int methods);

    /** Repair: None. The tasks go on elsewhere, or at the next start. */
    @LogMessage(level = INFO)
    @Message(
            id = 601,
            value = "The worker %s has stopped; %d tasks were interrupted and given back")
    void stopped(String node, int interrupted);

    /** Repair: Look at the cause. The task is attempted again by itself. */
    @LogMessage(level = WARN)
    @Message(
            id = 602,
            value = "Task %s (%s) failed in attempt %d of %d and is attempted again in %s")
    void retrying(
            TaskId id,
            String name,
            int attempt,
            int maxAttempts,
            Duration delay,
            @Cause Throwable cause);

    /** Repair: Look at the cause, mend it, and call TaskScheduler.retry. */
    @LogMessage(level = ERROR)
    @Message(
            id = 603,
            value =
                    "Task %s (%s) has FAILED in attempt %d of %d; TaskScheduler.retry brings it back")
    void failed(TaskId id, String name, int attempt, int maxAttempts, @Cause Throwable cause);

    /**
     * Repair: Raise background-tasks.lease if that happens often. Look for long pauses of the JVM,
     * and for a pool that is used up.
     */
    @LogMessage(level = WARN)
    @Message(
            id = 604,
            value =
                    "Task %s (%s) lost its lease %d: it was taken from this worker, and its transaction, if any, is rolled back. If that happens often,"
                            + " raise background-tasks.lease")
    void leaseLost(TaskId id, String name, long number);

    /** Repair: None for the task. Look at the cause, which the log has above (619). */
    @LogMessage(level = ERROR)
    @Message(
            id = 605,
            value =
                    "The outcome of task %s (%s) could not be recorded; it is attempted again when its lease has expired")
    void notSettled(TaskId id, String name);

    /** Repair: Look at the cause. 610 says when it works again. */
    @LogMessage(level = WARN)
    @Message(id = 606, value = "The %s of the worker failed, and tries again at each turn")
    void jobFailed(String job, @Cause Throwable cause);

    /**
     * Repair: None for the tasks. Find out why their workers have ended: a crash, or a long pause.
     */
    @LogMessage(level = WARN)
    @Message(id = 607, value = "%d tasks were taken from workers whose leases had expired")
    void reclaimed(int count);

    /** Repair: Find out why that server has ended, or was cut off. */
    @Message(
            id = 608,
            value =
                    "The worker that ran the task did not renew its lease: it crashed, or was cut off from the database")
    String workerLost();

    /** Repair: Raise the timeout of the method, or do less in one task. */
    @Message(id = 609, value = "The task took longer than its timeout of %s")
    TaskTimeoutException timedOut(Duration timeout, @Cause @Nullable Throwable cause);

    /** Repair: None. */
    @LogMessage(level = INFO)
    @Message(id = 610, value = "The %s of the worker works again")
    void jobRecovered(String job);

    /** Repair: None. */
    @LogMessage(level = DEBUG)
    @Message(id = 611, value = "Pruned %d ended tasks")
    void pruned(int count);

    /**
     * Repair: Leave the transaction to the worker. For longer work raise the server's transaction
     * timeout, or use @Transactional(NOT_SUPPORTED).
     */
    @Message(
            id = 612,
            value =
                    "The transaction of the task cannot commit: the task marked it for rollback or ended it, which only the worker"
                            + " may, or it took longer than the server's transaction timeout (it has run for %s)")
    TaskRolledBackException rolledBack(Duration age);

    /** Repair: None. */
    @LogMessage(level = INFO)
    @Message(id = 613, value = "Task %s (%s) was cancelled while it ran")
    void cancelled(TaskId id, String name);

    @LogMessage(level = WARN)
    @Message(
            id = 614,
            value = "There is no thread to be had for a task; lower background-tasks.concurrency")
    void noThread(@Cause Throwable cause);

    /** Repair: None for the task. */
    @LogMessage(level = WARN)
    @Message(
            id = 615,
            value = "Task %s could not be given back; it is taken over when its lease has expired")
    void notReleased(TaskId id);

    /**
     * Repair: Deploy a version that has the method, or cancel the tasks. See "rename a method" in
     * docs/how-do-i.md.
     */
    @LogMessage(level = WARN)
    @Message(
            id = 616,
            value =
                    "%d tasks named %s in queue %s are due, and this deployment has no such method; they wait for a"
                            + " node that has it")
    void unknownName(long count, String name, String queue);

    /**
     * Repair: Deploy a version that has these parameters, or cancel the tasks. See "change the
     * parameters" in docs/how-do-i.md.
     */
    @LogMessage(level = WARN)
    @Message(
            id = 617,
            value =
                    "%d tasks named %s in queue %s are due, and the method of that name has other parameters in this"
                            + " deployment; they wait for a node that has theirs")
    void otherParameters(long count, String name, String queue);

    /** Repair: Look at the cause, which is in an observer. */
    @LogMessage(level = WARN)
    @Message(
            id = 618,
            value =
                    "A transaction in which observers of a task's event took part could not commit; the same was done"
                            + " again without them")
    void observersLeftOut(@Cause Throwable cause);

    /** Repair: None, if the database is away. Else look at the cause. */
    @LogMessage(level = WARN)
    @Message(
            id = 619,
            value = "The outcome of task %s (%s) is not recorded yet, and is tried again")
    void notSettledYet(TaskId id, String name, @Cause Throwable cause);

    /**
     * Repair: If it takes the server down again, look for the reason in its method: memory,
     * System.exit, native code.
     */
    @LogMessage(level = WARN)
    @Message(
            id = 620,
            value =
                    "Task %s (%s) has lost its workers and runs alone now; one more loss, and it is FAILED")
    void quarantined(TaskId id, String name);

    /** Repair: None. */
    @LogMessage(level = INFO)
    @Message(id = 621, value = "The commit of task %s (%s) reported an error, and has succeeded")
    void committedAllTheSame(TaskId id, String name, @Cause Throwable cause);

    /** Repair: None. */
    @LogMessage(level = INFO)
    @Message(id = 622, value = "Task %s (%s) was given back")
    void givenBack(TaskId id, String name);

    /** Repair: Look at the cause. It is tried again. */
    @Message(id = 623, value = "A change of the worker could not commit")
    TaskStoreException notCommitted(@Cause Throwable cause);

    /** Repair: Find out whether its method takes the server down. Then call TaskScheduler.retry. */
    @LogMessage(level = ERROR)
    @Message(
            id = 624,
            value =
                    "Task %s (%s) has FAILED: it has lost its worker again, in attempt %d; TaskScheduler.retry brings it back")
    void failedByLosses(TaskId id, String name, int attempt);

    @Message(
            id = 625,
            value =
                    "The task has lost %d workers and has no attempt or loss left, and no node with its method was there"
                            + " to say so; TaskScheduler.retry brings it back")
    TaskStoreException wornOut(int losses);

    @LogMessage(level = WARN)
    @Message(
            id = 626,
            value =
                    "Task %s cannot have its lease renewed, nor be taken over: its row has been locked for longer than a lease, by %s;"
                            + " end that transaction")
    void lockedAndExpired(TaskId id, String holder);

    @LogMessage(level = WARN)
    @Message(
            id = 627,
            value =
                    "%d tasks in queue '%s' are due, and no node runs any task of it: none serves it, or none that does has their"
                            + " methods; name it in background-tasks.worker.queues of a node that has them, or start one that serves all queues")
    void unservedQueue(long count, String queue);

    @LogMessage(level = WARN)
    @Message(
            id = 628,
            value =
                    "background-tasks.notify is on, and what this node tells itself through the database does not arrive, as behind"
                            + " PgBouncer in transaction mode: tasks that other nodes store are found by polling; use a data source that"
                            + " connects to PostgreSQL itself, or a pool in session mode, or turn it off")
    void deaf();

    /** Repair: None, if queues are many. Else find out who sends these names. */
    @LogMessage(level = WARN)
    @Message(
            id = 629,
            value =
                    "This node was told of %d queues in which it has found no task, the last one '%s'; whoever may connect to the"
                            + " database can say any name")
    void manyUnknownQueues(int count, String last);

    @Message(
            id = 630,
            value =
                    "The arguments of the task cannot be read from the database, also when they are read alone; if it is memory"
                            + " that they do not fit into, give the server more (-Xmx), or lower background-tasks.max-argument-size")
    TaskStoreException argumentsUnread(@Cause Throwable cause);

    /** Repair: Look at the cause. */
    @LogMessage(level = WARN)
    @Message(
            id = 631,
            value =
                    "Task %s (%s), whose lease has expired, is not taken over yet, since what follows from it failed; it is tried"
                            + " again after a lease")
    void notReclaimed(TaskId id, String name, @Cause Throwable cause);

    /** Repair: Pass such a delay. */
    @Message(id = 632, value = "TaskContext.snooze(%s): a delay of zero or more is expected")
    TaskCallException notADelay(@Nullable Duration delay);

    @Message(
            id = 633,
            value =
                    "The task was put off %d times by TaskContext.snooze, which is background-tasks.max-snoozes; look whether what"
                            + " it waits for comes, or raise the limit")
    TaskCallException snoozedTooOften(int most);

    /** Repair: None. */
    @LogMessage(level = DEBUG)
    @Message(id = 634, value = "Task %s (%s) was put off for %s by its body")
    void snoozed(TaskId id, String name, Duration delay);

    /** Repair: None. */
    @LogMessage(level = INFO)
    @Message(
            id = 635,
            value =
                    "Tasks of %s that were stored with the parameters (%s) run here, by an ArgumentUpcaster")
    void upcast(String name, String parameterTypes);

    /** Repair: Mend it. It is not asked about them again before the next start. */
    @LogMessage(level = WARN)
    @Message(
            id = 636,
            value = "The ArgumentUpcaster %s could not say whether it handles earlier tasks of %s")
    void upcasterFailed(String upcaster, String name, @Cause Throwable cause);
}
