package org.backgroundtasks.internal.worker.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.lease.RunningTask;

/**
 * A queue on this node: the tasks that were claimed from it, of which some run and some wait for a
 * thread. Where tasks are short, more are claimed than there are threads, so that no thread has to
 * wait for a claim: as many as are run in {@link #AHEAD_NANOS}, and another node would hardly have
 * them sooner.
 */
public final class QueueExecutor {

    private static final long AHEAD_NANOS = 50_000_000;
    private static final int MOST_FOR_A_THREAD = 50;
    private static final int LARGEST_CLAIM = 1_000;
    private static final long MOST_BYTES = 4_000_000;
    private static final long SLOW_NANOS = 100_000_000;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final String queue;
    private final int width;
    private final ThreadBudget budget;
    private final Ticker ticker;
    private final Pace pace = new Pace();
    private final WaitingTasks waiting = new WaitingTasks();
    private volatile int threads;
    private int held;
    private int expected;
    private int batch = 1;
    private long movedAt;

    /**
     * Makes an executor.
     *
     * @param width how many threads may run tasks of it at once
     * @param budget where it gets them
     */
    public QueueExecutor(String queue, int width, ThreadBudget budget, Ticker ticker) {
        this.queue = queue;
        this.width = width;
        this.budget = budget;
        this.ticker = ticker;
        movedAt = ticker.nanoTime();
    }

    public String queue() {
        return queue;
    }

    /** How many threads run tasks of it. */
    int threads() {
        return threads;
    }

    /** How many threads it has or can have now. */
    private int reach() {
        return Math.min(width, threads + budget.left(this));
    }

    /** How many more tasks would be run at once. */
    public synchronized int free() {
        return reach() - held;
    }

    /**
     * Says that it has more to do than it can have threads for now, if that is so; it is asked
     * again when there is one for it.
     *
     * @return false if there is one already
     */
    public synchronized boolean want() {
        return threads == width || budget.wantIfNoneIsLeft(this);
    }

    /**
     * Whether nothing has been run for a while, and nothing is to be; then there is to be no use of
     * it any more.
     */
    synchronized boolean endsAfter(Duration time) {
        return threads == 0
                && held == 0
                && waiting.isEmpty()
                && isStillFor(time.toNanos())
                && budget.letGo(this);
    }

    /**
     * Says that so many more tasks were stored; returns whether there will be a thread for each, as
     * far as is known before they are claimed.
     */
    public synchronized boolean hasThreadsFor(int more) {
        expected += more;
        return budget.expect(this, expected) <= free();
    }

    /** What is worth claiming: for threads that have nothing to do, and ahead. */
    public synchronized ClaimLimit room() {
        int reach = reach();
        int tasks = Math.min(reach + ahead(reach) - held, LARGEST_CLAIM);
        return new ClaimLimit(tasks, Math.min(reach - held, tasks), MOST_BYTES - waiting.bytes());
    }

    /** Whether it is time to claim again. */
    public synchronized boolean isLow() {
        return waiting.count() <= ahead(reach()) / 2 && waiting.bytes() <= MOST_BYTES / 2;
    }

    private int ahead(int reach) {
        if (threads == reach && isStillFor(SLOW_NANOS)) {
            return 0;
        }
        double forAThread = Math.min(Math.max(batch, pace.tasksIn(AHEAD_NANOS)), MOST_FOR_A_THREAD);
        return (int) (reach * (forAThread - 1));
    }

    private boolean isStillFor(long nanos) {
        return ticker.nanoTime() - movedAt > nanos;
    }

    /**
     * Adds what a claim has brought, if anything.
     *
     * @return how many threads are to be started for them; each calls {@link #next}
     */
    public synchronized int add(Collection<RunningTask> tasks) {
        expected = 0;
        budget.expect(this, 0);
        if (tasks.isEmpty()) {
            return 0;
        }
        if (waiting.isEmpty()) {
            movedAt = ticker.nanoTime();
        }
        waiting.add(tasks);
        held += tasks.size();
        // Where some are run one by one, it is their pace that counts.
        batch = tasks.stream().mapToInt(RunningTask::batch).min().orElse(1);
        return start();
    }

    /** How many threads are to be started for what waits; each calls {@link #next}. */
    public synchronized int start() {
        int wanted = threads == width ? 0 : Math.min(width - threads, waiting.runs());
        int granted = budget.take(this, wanted);
        threads += granted;
        return granted;
    }

    /** Puts back what could not be given back; {@link #start} tells whether a thread is missing. */
    public synchronized void putBack(Collection<RunningTask> tasks) {
        waiting.putBack(tasks);
    }

    /**
     * Says that a thread that was to be started could not be; returns whether there is no other.
     */
    public synchronized boolean threadIsMissing() {
        threads--;
        budget.giveBack();
        return threads == 0;
    }

    /**
     * What a thread is to run next: one task, or several together; when none, it is to end.
     *
     * @param nanos for how long it has been at it
     */
    public synchronized List<RunningTask> next(long nanos) {
        movedAt = ticker.nanoTime();
        boolean isOwed = nanos > AHEAD_NANOS && budget.isOwed(this, threads);
        List<RunningTask> tasks = isOwed ? List.of() : waiting.takeRun();
        if (tasks.isEmpty()) {
            threads--;
            budget.giveBack();
            if (!waiting.isEmpty()) {
                budget.want(this);
            }
        }
        return tasks;
    }

    /** Says how long a thread has needed for tasks. */
    public synchronized void ran(int tasks, long nanos) {
        pace.ran(tasks, nanos);
    }

    /** Says that a task has come to its end here. */
    public synchronized void ended() {
        held--;
    }

    /** Takes back what has waited for longer than was to be expected. */
    synchronized List<RunningTask> stranded() {
        return waiting.takeOlderThan(LONGEST_WAIT);
    }

    /** Takes back all that waits. */
    public synchronized List<RunningTask> takeWaiting() {
        return waiting.takeAll();
    }
}
