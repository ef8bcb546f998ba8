package org.backgroundtasks.internal.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * A queue on this node: the tasks that were claimed from it, of which some run and some wait for a
 * thread. Where tasks are short, more are claimed than there are threads, so that no thread has to
 * wait for a claim: as many as are run in {@link #AHEAD_NANOS}, and another node would hardly have
 * them sooner.
 */
final class Lane {

    private static final long AHEAD_NANOS = 50_000_000;
    private static final int MOST_FOR_A_THREAD = 50;
    private static final long SLOW_NANOS = 100_000_000;
    private static final long STUCK_NANOS = 1_000_000_000;

    private final int width;
    private final Pace pace = new Pace();
    private final Deque<RunningTask> waiting = new ArrayDeque<>();
    private int threads;
    private int held;
    private int batch = 1;
    private long movedAt = System.nanoTime();

    /**
     * Makes a lane.
     *
     * @param width how many threads may run tasks of it at once
     */
    Lane(int width) {
        this.width = width;
    }

    /** How many more tasks would be run at once. */
    synchronized int free() {
        return width - held;
    }

    /** How many more tasks are worth claiming. */
    synchronized int room() {
        return width + ahead() - held;
    }

    /** Whether it is time to claim again. */
    synchronized boolean isLow() {
        return waiting.size() <= ahead() / 2;
    }

    private int ahead() {
        if (threads == width && isStillFor(SLOW_NANOS)) {
            return 0;
        }
        double forAThread = Math.max(batch, Math.min(pace.tasksIn(AHEAD_NANOS), MOST_FOR_A_THREAD));
        return (int) (width * (forAThread - 1));
    }

    private boolean isStillFor(long nanos) {
        return System.nanoTime() - movedAt > nanos;
    }

    /**
     * Adds tasks.
     *
     * @return how many threads are to be started for them; each calls {@link #next}
     */
    synchronized int add(Collection<RunningTask> tasks) {
        if (tasks.isEmpty()) {
            return 0;
        }
        if (waiting.isEmpty()) {
            movedAt = System.nanoTime();
        }
        waiting.addAll(tasks);
        held += tasks.size();
        batch = tasks.stream().mapToInt(RunningTask::batch).max().orElse(1);
        int wanted = Math.min(width - threads, (waiting.size() + batch - 1) / batch);
        threads += wanted;
        return wanted;
    }

    /**
     * Says that a thread that was to be started could not be; returns whether there is no other.
     */
    synchronized boolean threadIsMissing() {
        threads--;
        return threads == 0;
    }

    /** What a thread is to run next: one task, or several together; when none, it is to end. */
    synchronized List<RunningTask> next() {
        movedAt = System.nanoTime();
        RunningTask first = waiting.poll();
        if (first == null) {
            threads--;
            return List.of();
        }
        List<RunningTask> tasks = new ArrayList<>();
        tasks.add(first);
        while (tasks.size() < first.batch() && first.sharesMethod(waiting.peek())) {
            tasks.add(waiting.remove());
        }
        return tasks;
    }

    /** Says how long a thread has needed for tasks. */
    synchronized void ran(int tasks, long nanos) {
        pace.ran(tasks, nanos);
    }

    /** Says that a task has come to its end here. */
    synchronized void ended() {
        held--;
    }

    /** Takes back what waits although no thread has taken anything for a while. */
    synchronized List<RunningTask> stranded() {
        return isStillFor(STUCK_NANOS) ? takeWaiting() : List.of();
    }

    /** Takes back all that waits. */
    synchronized List<RunningTask> takeWaiting() {
        List<RunningTask> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }
}
