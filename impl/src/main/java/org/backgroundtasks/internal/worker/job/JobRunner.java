package org.backgroundtasks.internal.worker.job;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.backgroundtasks.internal.worker.Unit;
import org.backgroundtasks.internal.worker.WorkerEnvironment;

/** What keeps turning from the start of a worker to its end. */
public final class JobRunner {

    private static final Duration FAILED_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_TURN = Duration.ofMinutes(5);

    private final WorkerEnvironment environment;
    private final List<Loop> loops = new CopyOnWriteArrayList<>();

    public JobRunner(WorkerEnvironment environment) {
        this.environment = environment;
    }

    /** Does a job from now on. */
    public void start(PeriodicJob job) {
        Turn turn = new Turn(job.name(), job.work(), environment.ticker());
        if (job.isUrgent()) {
            repeatOnOwnThread(turn, job.interval());
        } else {
            repeat(turn, job.interval());
        }
    }

    /** Takes turns on the shared threads for what is less urgent. */
    private void repeat(Turn turn, Duration interval) {
        Future<?> future =
                environment
                        .scheduler()
                        .scheduleWithFixedDelay(
                                guarded(turn, new Unit(environment.unit(), turn), Duration.ZERO),
                                0,
                                interval.toMillis(),
                                TimeUnit.MILLISECONDS);
        loops.add(new Loop(turn, interval, future::isDone, () -> future.cancel(true)));
    }

    /** Takes turns on a thread of its own, which no other work on the server can hold up. */
    public void repeatOnOwnThread(Turn turn, Duration interval) {
        start(turn, interval, new Unit(environment.unit(), turn), interval);
    }

    /**
     * Runs something again and again on a thread of its own.
     *
     * @param waiting waits until it is time, and then takes the turn
     * @param longest how long it waits at most
     * @return the thread, to be stopped before the others
     */
    public DedicatedThread repeatOnOwnThread(Turn turn, Runnable waiting, Duration longest) {
        return start(turn, longest, waiting, Duration.ZERO);
    }

    /**
     * No loop ends but by its stop: also where there is not even the memory to begin a turn, or
     * classes of the server are gone.
     */
    private static Runnable guarded(Turn turn, Runnable work, Duration pause) {
        return () -> {
            try {
                work.run();
            } catch (Unit.RefusedException e) {
                turn.refused(e);
                LockSupport.parkNanos(pause.toNanos());
            } catch (Throwable e) {
                turn.complain(e);
                LockSupport.parkNanos(pause.toNanos());
            }
        };
    }

    private DedicatedThread start(Turn turn, Duration longest, Runnable work, Duration interval) {
        DedicatedThread own =
                DedicatedThread.start(
                        environment.threads(), guarded(turn, work, FAILED_PAUSE), interval);
        loops.add(new Loop(turn, longest, () -> !own.isAlive(), own::stop));
        return own;
    }

    /** The names of loops whose last turn has failed. */
    public List<String> failing() {
        return loops.stream().map(Loop::turn).filter(Turn::isFailing).map(Turn::toString).toList();
    }

    /** The names of loops that have ended, or have taken no turn for minutes. */
    public List<String> dead() {
        return loops.stream().filter(Loop::isDead).map(loop -> loop.turn().toString()).toList();
    }

    public void stop() {
        loops.forEach(loop -> loop.stop().run());
        loops.clear();
    }

    private record Loop(Turn turn, Duration interval, BooleanSupplier isOver, Runnable stop) {

        boolean isDead() {
            return isOver.getAsBoolean() || turn.isOverdue(interval.plus(LONGEST_TURN));
        }
    }
}
