package org.backgroundtasks.benchmarks;

import java.util.List;
import java.util.Map;
import org.backgroundtasks.servers.Postgres;
import org.backgroundtasks.servers.ServerProcess;

/** Background tasks on two servers with one database, which tell each other of new tasks. */
final class TwoNodes implements Contender {

    private static final String NOTIFY = "BACKGROUND_TASKS_NOTIFY";
    private static final String WORKER = "BACKGROUND_TASKS_WORKER_ENABLED";

    private final String name;
    private final ServerProcess second;
    private final Application worker;
    private final Ours together;
    private final Application other;
    private Application caller;

    TwoNodes(String name, ServerProcess first, ServerProcess second, Postgres postgres)
            throws Exception {
        this.name = name;
        this.second = second;
        worker = Application.start(first, Map.of(NOTIFY, "true"));
        other = Application.start(second, Map.of(NOTIFY, "true"));
        together = new Ours(postgres, List.of(worker, other));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<Measure, Trial> trials() {
        return Map.of(
                Measure.DRAIN_TWO_NODES, tasks -> together.drain("each", tasks, () -> {}),
                Measure.PICKUP_OTHER_P50, count -> pickup(count, 0.5),
                Measure.PICKUP_OTHER_P99, count -> pickup(count, 0.99));
    }

    private double pickup(int count, double quantile) throws Exception {
        if (caller == null) {
            // From here on it only enqueues.
            other.close();
            caller = Application.start(second, Map.of(NOTIFY, "true", WORKER, "false"));
        }
        together.table().renew();
        worker.takeWaits();
        caller.enqueueNowAndThen(count);
        together.awaitIdle();
        return Quantile.of(worker.takeWaits(), quantile);
    }

    @Override
    public void close() throws Exception {
        second.close();
        worker.close();
    }
}
