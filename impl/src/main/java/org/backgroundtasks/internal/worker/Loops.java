package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What keeps turning from the start of a worker to its end. */
final class Loops {

    private static final Duration LONGEST_TURN = Duration.ofMinutes(5);

    private final WorkerEnvironment environment;
    private final List<Loop> loops = new CopyOnWriteArrayList<>();

    Loops(WorkerEnvironment environment) {
        this.environment = environment;
    }

    /** Takes turns on the server's scheduler. */
    void repeat(Turn turn, Duration interval) {
        repeat(turn, turn, interval);
    }

    /**
     * Takes turns on the server's scheduler.
     *
     * @param turn tells whether it goes well
     * @param regular what is run; it takes the turn
     */
    void repeat(Turn turn, Runnable regular, Duration interval) {
        ScheduledExecutorService scheduler = environment.scheduler();
        Future<?> future =
                scheduler.scheduleWithFixedDelay(
                        regular, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        loops.add(new Loop(turn, interval, future::isDone, () -> future.cancel(true)));
    }

    /** Takes turns on a thread of its own, which no other work on the server can hold up. */
    void repeatOnOwnThread(Turn turn, Duration interval) {
        OwnThread own =
                OwnThread.start(
                        environment.threads(), new Unit(environment.unit(), turn), interval);
        loops.add(new Loop(turn, interval, () -> !own.isAlive(), own::stop));
    }

    /** The names of loops that have ended, or have taken no turn for minutes. */
    List<String> dead() {
        return loops.stream().filter(Loop::isDead).map(loop -> loop.turn().toString()).toList();
    }

    void stop() {
        loops.forEach(loop -> loop.stop().run());
        loops.clear();
    }

    private record Loop(Turn turn, Duration interval, BooleanSupplier isOver, Runnable stop) {

        boolean isDead() {
            return isOver.getAsBoolean() || turn.isOverdue(interval.plus(LONGEST_TURN));
        }
    }
}
