package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Map;
import org.backgroundtasks.servers.PgBouncer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pooler between the servers and the database, which gives each transaction another session. */
@ExtendWith(ClusterExtension.class)
class PgBouncerIT {

    @Test
    void everything_works_but_telling_others_which_is_said_once(Cluster cluster) throws Exception {
        assumeTrue(PgBouncer.isInstalled(), "the package pgbouncer is not installed");
        try (PgBouncer pooler =
                new PgBouncer(
                        cluster.work().resolve("pgbouncer"),
                        Integer.getInteger("primary.port"),
                        cluster.postgres())) {
            cluster.restartOn(
                    cluster.postgres(),
                    Map.of(
                            "POSTGRES_PORT",
                            String.valueOf(pooler.port()),
                            "BACKGROUND_TASKS_NOTIFY",
                            "true"),
                    Overriding.withoutPreparedStatements());
            int tasks = cluster.scaled(2_000);
            cluster.first().post("faults/enqueue?job=work&millis=20&count=" + tasks / 2);
            cluster.second().post("faults/enqueue?job=work&millis=20&count=" + tasks / 2);
            cluster.awaitDrained(Duration.ofMinutes(2));
            for (Server server : cluster.servers()) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> server.logged("BGTASK000628") > 0);
            }

            Verdict verdict = Verdict.of(cluster.postgres());
            cluster.report().add("PgBouncer in transaction mode", verdict, "");
            verdict.assertExactlyOnce();
            assertThat(verdict.tasks()).isEqualTo(tasks);
            assertThat(verdict.duplicateStarts()).isZero();
            assertThat(cluster.losses()).isZero();
            for (Server server : cluster.servers()) {
                assertThat(server.logged("BGTASK000628")).as("said once").isOne();
                assertThat(server.isReady()).isTrue();
            }
        }
    }
}
