package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A database that answers, and does not take what it is given: no worker is counted as lost. */
@ExtendWith(ClusterExtension.class)
class NotTakingIT {

    /** Longer than any lease lasts without a heartbeat. */
    private static final Duration LONG = Cluster.LEASE.multipliedBy(3);

    @Test
    void postgresql_is_read_only_for_a_while(Cluster cluster) throws Exception {
        assumeTrue(cluster.scaled(10) == 10, "takes long, and runs with -Pfaults only");
        cluster.fresh();
        int windows = Math.max(1, cluster.scaled(3));
        int tasks = cluster.scaled(1_500);
        for (int window = 0; window < windows; window++) {
            cluster.any().post("faults/enqueue?job=work&millis=500&count=" + tasks / windows);
            cluster.any().post("faults/enqueue?job=work&millis=8000&count=5");
            Thread.sleep(1_000);
            cluster.fault(null);
            readOnly(cluster, "on");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> cluster.servers().stream().noneMatch(Server::isReady));
            Thread.sleep(LONG.toMillis());
            assertThat(cluster.servers()).as("alive").allMatch(Server::isAlive);
            readOnly(cluster, "off");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(cluster.servers()).allMatch(Server::isReady));
        }
        cluster.awaitDrained(Duration.ofMinutes(3));

        Verdict verdict = Verdict.of(cluster.postgres());
        cluster.report()
                .add(
                        "PostgreSQL answers and takes nothing",
                        verdict,
                        "%d times %d s".formatted(windows, LONG.toSeconds()));
        verdict.assertExactlyOnce();
        assertThat(cluster.losses()).as("losses that an outage was counted as").isZero();
        assertThat(failed(cluster)).isZero();
    }

    private static void readOnly(Cluster cluster, String value) {
        cluster.postgres()
                .execute(
                        "alter system set default_transaction_read_only = " + value,
                        "select pg_reload_conf()");
    }

    @Test
    void rows_are_locked_while_bodies_end(Cluster cluster) throws Exception {
        assumeTrue(cluster.scaled(10) == 10, "takes long, and runs with -Pfaults only");
        cluster.fresh();
        cluster.any().post("faults/enqueue?job=work&millis=3000&count=20");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> cluster.postgres().number("select count(*) from started") == 20);
        cluster.fault(null);
        try (Connection caller = cluster.postgres().connect();
                Statement statement = caller.createStatement()) {
            caller.setAutoCommit(false);
            statement.execute("update background_task set cancel_requested = true");
            Thread.sleep(LONG.toMillis());
            caller.rollback();
        }
        cluster.awaitDrained(Duration.ofMinutes(1));

        Verdict verdict = Verdict.of(cluster.postgres());
        cluster.report()
                .add("rows locked while bodies end", verdict, "%d s".formatted(LONG.toSeconds()));
        verdict.assertExactlyOnce();
        assertThat(verdict.duplicateStarts()).as("bodies that were run again").isZero();
        assertThat(cluster.losses()).isZero();
    }

    private static long failed(Cluster cluster) {
        return cluster.postgres()
                .number("select count(*) from background_task where state = 'FAILED'");
    }
}
