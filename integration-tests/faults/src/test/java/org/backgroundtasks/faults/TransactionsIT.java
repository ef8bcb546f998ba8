package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Transactions of bodies that the server or the database ends. */
@ExtendWith(ClusterExtension.class)
class TransactionsIT {

    @Test
    void timeouts_deadlocks_and_serialization_failures_are_retried(Cluster cluster)
            throws Exception {
        for (Server server : cluster.servers()) {
            server.override("<transaction totalTranLifetimeTimeout=\"2s\"/>");
        }
        cluster.restart(cluster.jobs(), cluster.jobs(), Map.of(), Map.of());
        int tasks = cluster.scaled(200);
        cluster.first()
                .post("faults/enqueue?job=slow-at-first&millis=5000&count=" + tasks * 3 / 10);
        cluster.second().post("faults/enqueue?job=serializable&count=" + tasks * 3 / 10);
        for (int i = 0; i < tasks * 4 / 10; i += 2) {
            int one = 2 + cluster.random().nextInt(4);
            int other = 6 + cluster.random().nextInt(4);
            cluster.first().post("faults/transfer?from=%d&to=%d".formatted(one, other));
            cluster.second().post("faults/transfer?from=%d&to=%d".formatted(other, one));
        }
        cluster.awaitDrained(Duration.ofMinutes(3));

        Postgres postgres = cluster.postgres();
        Verdict verdict = Verdict.of(postgres);
        long timeouts = failures(postgres, "name = 'slow-at-first'");
        long deadlocks = failures(postgres, "error like '%deadlock detected%'");
        long conflicts = failures(postgres, "error like '%could not serialize%'");
        cluster.report()
                .add(
                        "transaction timeouts, deadlocks and serialization failures in bodies",
                        verdict.withFaults(timeouts + deadlocks + conflicts),
                        "%d timeouts, %d deadlocks, %d serialization failures"
                                .formatted(timeouts, deadlocks, conflicts));
        verdict.assertExactlyOnce();
        assertThat(timeouts).isEqualTo(tasks * 3L / 10);
        assertThat(deadlocks).isPositive();
        assertThat(conflicts).isPositive();
        assertThat(postgres.number("select sum(balance) from account where id > 1"))
                .as("a transfer takes nothing and adds nothing")
                .isZero();
    }

    private static long failures(Postgres postgres, String which) {
        return postgres.number(
                "select count(*) from background_task_failure join background_task on id = task_id where "
                        + which);
    }
}
