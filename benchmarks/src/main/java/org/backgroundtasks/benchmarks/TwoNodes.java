package org.backgroundtasks.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.backgroundtasks.servers.Postgres;
import org.backgroundtasks.servers.ServerProcess;

/** Background tasks on two servers with one database, which tell each other of new tasks. */
final class TwoNodes implements Contender {

    private static final int LONG_WAIT_MILLIS = 50;
    private static final String NOTIFY = "BACKGROUND_TASKS_NOTIFY";
    private static final String WORKER = "BACKGROUND_TASKS_WORKER_ENABLED";

    private final String name;
    private final ServerProcess second;
    private final Postgres postgres;
    private final Application worker;
    private final Ours alone;
    private final Ours together;
    private final long deadlocksBefore;
    private Application caller;

    TwoNodes(String name, ServerProcess first, ServerProcess second, Postgres postgres)
            throws Exception {
        this.name = name;
        this.second = second;
        this.postgres = postgres;
        postgres.execute(
                "alter system set log_line_prefix = '%a|'",
                "alter system set log_lock_waits = on",
                "alter system set deadlock_timeout = '%dms'".formatted(LONG_WAIT_MILLIS),
                "select pg_reload_conf()");
        deadlocksBefore = deadlocks();
        worker = Application.start(first, Map.of(NOTIFY, "true"));
        // It learns from tasks that no other node may take.
        alone = new Ours(postgres, List.of(worker));
        Application other = Application.start(second, Map.of(NOTIFY, "true"));
        together = new Ours(postgres, List.of(worker, other));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<Measure, Trial> trials() {
        return Map.of(
                Measure.DRAIN_ONE_OF_TWO, this::drainAlone,
                Measure.DRAIN_TWO_NODES, tasks -> together.drain("each", tasks, () -> {}),
                Measure.PICKUP_OTHER_P50, count -> pickup(count, 0.5),
                Measure.PICKUP_OTHER_P99, count -> pickup(count, 0.99));
    }

    /** The other one stands still meanwhile. */
    private double drainAlone(int tasks) throws Exception {
        together.awaitIdle();
        second.freeze();
        try {
            return alone.drain("each", tasks, () -> {});
        } finally {
            second.thaw();
        }
    }

    private double pickup(int count, double quantile) throws Exception {
        if (caller == null) {
            // From here on it only enqueues.
            second.close();
            caller = Application.start(second, Map.of(NOTIFY, "true", WORKER, "false"));
        }
        alone.table().renew();
        worker.takeWaits();
        caller.enqueueNowAndThen(count);
        alone.awaitIdle();
        return Quantile.of(worker.takeWaits(), quantile);
    }

    /** Tells whether anybody has waited for anybody else. */
    String waits() throws IOException {
        long waits;
        try (Stream<String> lines = Files.lines(postgres.log())) {
            waits =
                    lines.filter(line -> line.contains("still waiting for"))
                            .filter(line -> !line.startsWith("oracle|"))
                            .count();
        }
        return "two nodes: %d deadlocks, %d waits for a lock of more than %d ms"
                .formatted(deadlocks() - deadlocksBefore, waits, LONG_WAIT_MILLIS);
    }

    private long deadlocks() {
        return postgres.number(
                "select deadlocks from pg_stat_database where datname = current_database()");
    }

    @Override
    public void close() throws Exception {
        second.close();
        worker.close();
    }
}
