package org.backgroundtasks.benchmarks;

import java.util.Map;

/** The persistent timers of the same server, in the same database. */
final class EjbTimers implements Contender {

    private final Application application;

    EjbTimers(Application application) {
        this.application = application;
    }

    @Override
    public String name() {
        return "EJB timers";
    }

    @Override
    public double pace() {
        return 0.05;
    }

    @Override
    public Map<Measure, Trial> trials() {
        return Map.of(
                Measure.ENQUEUE_1,
                tasks -> create(tasks, 1, 1),
                Measure.ENQUEUE_8,
                tasks -> create(tasks, 8, 1),
                Measure.ENQUEUE_BULK,
                tasks -> create(tasks, 1, 1_000),
                Measure.DRAIN,
                this::drain,
                Measure.BOTH,
                this::both);
    }

    /** Later than the last of them is created. */
    private static long untilDue(int tasks) {
        return 2_000 + 10L * tasks;
    }

    /** Due in a time when the trial is over; they go away with the next one. */
    private double create(int tasks, int threads, int atOnce) throws Exception {
        long before = application.timersDone();
        long due = System.currentTimeMillis() + untilDue(tasks);
        double rate = tasks / (application.createTimers(threads, tasks, atOnce, due) / 1e9);
        awaitDone(before + tasks / threads * threads);
        return rate;
    }

    private double drain(int tasks) throws Exception {
        long before = application.timersDone();
        long due = System.currentTimeMillis() + untilDue(tasks);
        application.createTimers(4, tasks, 1, due);
        awaitDone(before + tasks / 4 * 4);
        return tasks / ((application.lastTimer() - due) / 1e3);
    }

    private double both(int tasks) throws Exception {
        long before = application.timersDone();
        long begin = System.currentTimeMillis();
        application.createTimers(4, tasks, 1, begin);
        awaitDone(before + tasks / 4 * 4);
        return tasks / ((application.lastTimer() - begin) / 1e3);
    }

    private void awaitDone(long count) throws Exception {
        Waiting.until(Waiting.LONG, () -> application.timersDone() >= count);
    }

    @Override
    public void close() {
        // The application is closed by who started it.
    }
}
