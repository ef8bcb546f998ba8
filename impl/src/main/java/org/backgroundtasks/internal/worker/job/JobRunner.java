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

/** Does jobs from the start of a worker to its end, and tells how they do. */
public final class JobRunner {

    private static final Duration FAILED_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_TURN = Duration.ofMinutes(5);

    private final WorkerEnvironment environment;
    private final List<StartedJob> started = new CopyOnWriteArrayList<>();

    public JobRunner(WorkerEnvironment environment) {
        this.environment = environment;
    }

    /** Does a job from now on. */
    public void start(PeriodicJob periodic) {
        GuardedJob job = new GuardedJob(periodic.name(), periodic.work(), environment.ticker());
        if (periodic.isUrgent()) {
            repeatOnOwnThread(job, periodic.interval());
        } else {
            repeat(job, periodic.interval());
        }
    }

    /** Takes turns on the shared threads for what is less urgent. */
    private void repeat(GuardedJob job, Duration interval) {
        Future<?> future =
                environment
                        .scheduler()
                        .scheduleWithFixedDelay(
                                guarded(job, new Unit(environment.unit(), job), Duration.ZERO),
                                0,
                                interval.toMillis(),
                                TimeUnit.MILLISECONDS);
        started.add(new StartedJob(job, interval, future::isDone, () -> future.cancel(true)));
    }

    /** Takes turns on a thread of its own, which no other work on the server can hold up. */
    public void repeatOnOwnThread(GuardedJob job, Duration interval) {
        start(job, interval, new Unit(environment.unit(), job), interval);
    }

    /**
     * Runs something again and again on a thread of its own.
     *
     * @param waiting waits until it is time, and then takes the turn
     * @param longest how long it waits at most
     * @return the thread, to be stopped before the others
     */
    public DedicatedThread repeatOnOwnThread(GuardedJob job, Runnable waiting, Duration longest) {
        return start(job, longest, waiting, Duration.ZERO);
    }

    /**
     * No job ends but by its stop: also where there is not even the memory to begin a job, or
     * classes of the server are gone.
     */
    private static Runnable guarded(GuardedJob job, Runnable work, Duration pause) {
        return () -> {
            try {
                work.run();
            } catch (Unit.RefusedException e) {
                job.refused(e);
                LockSupport.parkNanos(pause.toNanos());
            } catch (Throwable e) {
                job.complain(e);
                LockSupport.parkNanos(pause.toNanos());
            }
        };
    }

    private DedicatedThread start(
            GuardedJob job, Duration longest, Runnable work, Duration interval) {
        DedicatedThread own =
                DedicatedThread.start(
                        environment.threads(), guarded(job, work, FAILED_PAUSE), interval);
        started.add(new StartedJob(job, longest, () -> !own.isAlive(), own::stop));
        return own;
    }

    /** The names of jobs whose last turn has failed. */
    public List<String> failing() {
        return started.stream()
                .map(StartedJob::job)
                .filter(GuardedJob::isFailing)
                .map(GuardedJob::toString)
                .toList();
    }

    /** The names of jobs that have ended, or have taken no turn for minutes. */
    public List<String> dead() {
        return started.stream()
                .filter(StartedJob::isDead)
                .map(one -> one.job().toString())
                .toList();
    }

    public void stop() {
        started.forEach(one -> one.stop().run());
        started.clear();
    }

    private record StartedJob(
            GuardedJob job, Duration interval, BooleanSupplier isOver, Runnable stop) {

        boolean isDead() {
            return isOver.getAsBoolean() || job.isOverdue(interval.plus(LONGEST_TURN));
        }
    }
}
