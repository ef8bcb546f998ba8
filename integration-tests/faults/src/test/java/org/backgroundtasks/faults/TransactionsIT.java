package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.backgroundtasks.servers.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Transactions of bodies that the server or the database ends. */
@ExtendWith(ClusterExtension.class)
class TransactionsIT {

    @Test
    void timeouts_deadlocks_and_serialization_failures_are_retried(Cluster cluster)
            throws Exception {
        cluster.restart(
                cluster.jobs(),
                cluster.jobs(),
                Map.of(),
                Map.of(),
                Overriding.transactionTimeout(2));
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
        long failures = postgres.number("select count(*) from background_task_failure");
        long deadlocks = failures(postgres, "error like '%deadlock detected%'");
        long conflicts = failures(postgres, "error like '%could not serialize%'");
        long timeouts = failures(postgres, "name = 'slow-at-first' and attempt = 1");
        cluster.report()
                .add(
                        "transaction timeouts, deadlocks and serialization failures in bodies",
                        verdict.withFaults(failures),
                        "%d deadlocks, %d serialization failures, %d timeouts of slow bodies, %d others"
                                .formatted(
                                        deadlocks,
                                        conflicts,
                                        timeouts,
                                        failures - deadlocks - conflicts - timeouts));
        verdict.assertExactlyOnce();
        assertThat(timeouts).isEqualTo(tasks * 3L / 10);
        assertThat(verdict.duplicateStarts())
                .as("each start beyond the first follows a failure")
                .isEqualTo(failures);
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
