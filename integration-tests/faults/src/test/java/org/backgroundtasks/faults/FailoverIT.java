package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.backgroundtasks.servers.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The primary of two databases dies, and the other one takes its place. */
@ExtendWith(ClusterExtension.class)
class FailoverIT {

    @Test
    void a_synchronous_standby_takes_the_place_of_a_killed_primary(Cluster cluster)
            throws Exception {
        try (Postgres primary = cluster.anotherPostgres("primary");
                Postgres standby =
                        primary.startWithStandby(
                                cluster.work().resolve("standby"),
                                Integer.getInteger("standby.port"))) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> primary.texts(SYNCHRONOUS).contains("sync"));
            OracleTables.create(primary);
            Map<String, String> hosts = bothHosts(primary, standby);
            cluster.restartOn(primary, hosts, Overriding.onlyPrimary());
            // Work for three seconds at least, so that the failover meets some of it.
            int atFirst = Math.max(600, cluster.scaled(1_000));
            int tasks = atFirst + 100;
            cluster.any().post("faults/enqueue?job=work&millis=100&count=" + atFirst);
            Thread.sleep(1_000);
            cluster.fault(null);
            primary.kill();
            standby.promote();
            cluster.moveTo(standby);
            cluster.enqueueInSpiteOfAll("work&millis=100", tasks);
            cluster.awaitDrained(Duration.ofMinutes(3));

            Verdict verdict = Verdict.of(standby);
            cluster.report()
                    .add(
                            "primary killed, its synchronous standby promoted",
                            verdict,
                            "no task ended for %.1f s".formatted(standstill(standby) / 1000.0));
            verdict.assertExactlyOnce();
            assertThat(verdict.tasks()).isGreaterThanOrEqualTo(tasks);
            assertThat(verdict.longestResume()).as("tasks that the failover met").isNotNull();
            assertThat(cluster.losses()).as("losses that a failover was counted as").isZero();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(cluster.servers()).allMatch(Server::isReady));
            assertThat(cluster.servers()).allMatch(Server::isAlive);
        }
    }

    private static final String SYNCHRONOUS = "select sync_state from pg_stat_replication";

    /** The driver puts them into its URL as they are, with the port behind the last host. */
    private static Map<String, String> bothHosts(Postgres primary, Postgres standby) {
        return Map.of(
                "POSTGRES_HOST",
                "localhost:%d,localhost".formatted(primary.port()),
                "POSTGRES_PORT",
                String.valueOf(standby.port()));
    }

    /** The longest time between the ends of two tasks, in milliseconds. */
    private static long standstill(Postgres postgres) {
        return postgres.number(
                """
                select max(extract(epoch from pause) * 1000)::bigint
                from (select at - lag(at) over (order by at) pause from effect) pauses
                """);
    }
}
