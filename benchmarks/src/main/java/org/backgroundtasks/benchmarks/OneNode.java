package org.backgroundtasks.benchmarks;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.servers.Postgres;
import org.backgroundtasks.servers.ServerProcess;

/** Background tasks on one server. */
final class OneNode implements Contender {

    private final String name;
    private final Application application;
    private final Ours ours;
    private final Postgres postgres;

    OneNode(String name, ServerProcess server, Postgres postgres) throws Exception {
        this.name = name;
        this.postgres = postgres;
        application = Application.start(server, Map.of());
        ours = new Ours(postgres, List.of(application));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<Measure, Trial> trials() {
        TaskTable table = ours.table();
        Map<Measure, Trial> trials = new EnumMap<>(Measure.class);
        trials.put(Measure.ENQUEUE_1, tasks -> enqueue("parked", tasks, 1, 1));
        trials.put(Measure.ENQUEUE_8, tasks -> enqueue("parked", tasks, 8, 1));
        trials.put(Measure.ENQUEUE_BULK, tasks -> enqueue("parked", tasks, 1, 1_000));
        trials.put(Measure.ENQUEUE_KEYED, tasks -> enqueue("keyed", tasks, 8, 1));
        trials.put(Measure.ENQUEUE_KEPT, tasks -> enqueue("kept", tasks, 8, 1));
        trials.put(Measure.ENQUEUE_KEYED_BULK, tasks -> enqueue("keyed", tasks, 1, 1_000));
        trials.put(Measure.DRAIN, tasks -> ours.drain("each", tasks, () -> {}));
        trials.put(Measure.DRAIN_OUTSIDE, tasks -> ours.drain("outside", tasks, () -> {}));
        trials.put(Measure.DRAIN_BATCHED, tasks -> ours.drain("batched", tasks, () -> {}));
        trials.put(Measure.DRAIN_LIMITED, tasks -> ours.drain("limited", tasks, () -> {}));
        trials.put(Measure.DRAIN_RATED, tasks -> ours.drain("rated", tasks, () -> {}));
        trials.put(Measure.DRAIN_ACCOUNTS, tasks -> ours.drain("account", tasks, () -> {}));
        trials.put(Measure.DRAIN_FAIR, tasks -> ours.drain("fair", tasks, () -> {}));
        trials.put(Measure.DRAIN_NARROW, tasks -> ours.drain("narrow", tasks, () -> {}));
        trials.put(Measure.DRAIN_THREE, tasks -> ours.drain("three", tasks, () -> {}));
        trials.put(
                Measure.DRAIN_FUTURE,
                tasks -> ours.drain("each", tasks, () -> table.addScheduled(million(tasks))));
        trials.put(
                Measure.DRAIN_FINISHED,
                tasks -> ours.drain("each", tasks, () -> table.addFinished(million(tasks))));
        trials.put(
                Measure.DRAIN_BEHIND, tasks -> ours.drainFirst("each", tasks, million(tasks) / 2));
        trials.put(Measure.DRAIN_BESIDE, tasks -> ours.drainBesideTransaction("each", tasks));
        trials.put(Measure.BOTH, tasks -> ours.both("each", tasks, 4));
        trials.put(Measure.BOTH_1K, tasks -> ours.both("text-1000", tasks, 4));
        trials.put(Measure.BOTH_10K, tasks -> ours.both("text-10000", tasks, 4));
        trials.put(Measure.BOTH_100K, tasks -> ours.both("text-100000", tasks, 4));
        return Library.withPickups(trials, this::pickup);
    }

    /** A million where the trial has its full 30,000 tasks. */
    private static int million(int tasks) {
        return tasks * 100 / 3;
    }

    private double enqueue(String job, int tasks, int threads, int atOnce) {
        ours.table().renew();
        postgres.execute("truncate background_task_key");
        return tasks / (application.enqueue(job, threads, tasks, atOnce) / 1e9);
    }

    private double pickup(int count, double quantile) throws Exception {
        ours.table().renew();
        application.takeWaits();
        application.enqueueNowAndThen(count);
        ours.awaitIdle();
        return Quantile.of(application.takeWaits(), quantile);
    }

    /** The server's own timers, on the same server. */
    EjbTimers timers() {
        return new EjbTimers(application);
    }

    Observations observations(Postgres postgres) {
        return new Observations(postgres, application, ours);
    }

    @Override
    public void close() throws Exception {
        application.close();
    }
}
