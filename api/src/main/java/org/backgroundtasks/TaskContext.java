package org.backgroundtasks;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The task that runs on the current thread. Inject it anywhere; it answers within a run, on the
 * thread of the run, and every method throws {@link TaskCallException} elsewhere, also in a {@link
 * TaskScheduler#now} call.
 *
 * <pre>{@code
 * @Inject TaskContext task;
 *
 * @Background
 * public void reindex(List<Long> ids) {
 *     for (long id : ids) {
 *         if (task.isCancelled()) throw new CancellationException();
 *         index(id);
 *     }
 * }
 * }</pre>
 */
public interface TaskContext {

    /**
     * The task's id, the same in every attempt: a good idempotency key for what the method does
     * elsewhere.
     *
     * @return the id
     */
    TaskId id();

    /**
     * The stored name of the task.
     *
     * @return the name
     */
    String name();

    /**
     * Which attempt this is.
     *
     * @return one or more
     */
    int attempt();

    /**
     * The name of the principal that made the call, to tell who has asked for this. It gives no
     * rights: a run has the application's own security context, in which nobody is logged in.
     *
     * @return the name, at most its first 255 characters, or null for nobody, as in a call out of a
     *     task
     */
    @Nullable String createdBy();

    /**
     * The instant of a schedule that this task was stored for: what a report is about, also when
     * the run comes late.
     *
     * @return the instant; empty if no schedule has stored the task, or by {@link
     *     TaskSchedules#runNow}
     */
    Optional<Instant> scheduledFor();

    /**
     * Puts the task off: ends this run by an exception, and runs the task again after a while. Use
     * it when what the task needs is not there yet.
     *
     * <pre>{@code
     * if (!export.isReady()) task.snooze(Duration.ofMinutes(5));
     * }</pre>
     *
     * <p>The transaction of the run is rolled back. The attempt does not count, no failure is
     * recorded, and no event is fired. The task is put off also if the method catches the
     * exception. After {@code background-tasks.max-snoozes} (1,000) the attempt fails instead.
     *
     * @param delay from the end of this run, zero or more
     * @throws BackgroundTaskException always; let it pass
     */
    void snooze(Duration delay);

    /**
     * Whether this run should end early. The thread is interrupted as well. There are four reasons:
     *
     * <ul>
     *   <li>Somebody has cancelled the task. If the method completes all the same, it commits, and
     *       the task is SUCCEEDED.
     *   <li>The run has taken longer than its {@link Background#timeout()}. It does not commit.
     *   <li>The worker has lost its lease. The run does not commit if another worker has taken the
     *       task.
     *   <li>The application is being stopped, and {@code background-tasks.shutdown-timeout} is
     *       over. Before that a run is told nothing. It has two more seconds to complete; then the
     *       task is given back.
     * </ul>
     *
     * @return true if the run should end
     */
    boolean isCancelled();
}
