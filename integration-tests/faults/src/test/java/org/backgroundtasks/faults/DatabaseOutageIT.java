package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The database goes away, and the servers stay. */
@ExtendWith(ClusterExtension.class)
class DatabaseOutageIT {

    private static final int POOL = 50;
    private static final String CONNECTIONS =
            "select count(*) from pg_stat_activity where application_name like 'PostgreSQL JDBC%'";

    @Test
    void postgresql_is_stopped_and_started(Cluster cluster) throws Exception {
        cluster.fresh();
        List<Long> pids = cluster.servers().stream().map(Server::pid).toList();
        int stops = cluster.scaled(5);
        for (int stop = 0; stop < stops; stop++) {
            cluster.any()
                    .post(
                            "faults/enqueue?job=work&millis=50&count="
                                    + cluster.scaled(5_000) / (stops + 1));
            Thread.sleep(cluster.random().nextInt(1_500));
            outage(cluster, Duration.ofMillis(500 + cluster.random().nextInt(3_000)));
        }
        cluster.any()
                .post(
                        "faults/enqueue?job=work&millis=50&count="
                                + cluster.scaled(5_000) / (stops + 1));
        outage(cluster, Duration.ofSeconds(cluster.scaled(180)));
        cluster.awaitDrained(Duration.ofMinutes(3));

        Verdict verdict = Verdict.of(cluster.postgres());
        cluster.report()
                .add(
                        "PostgreSQL stopped with -m immediate, the last time for long",
                        verdict,
                        "%d s down at last".formatted(cluster.scaled(180)));
        verdict.assertExactlyOnce();
        assertThat(cluster.servers()).extracting(Server::pid).isEqualTo(pids);
        assertThat(cluster.servers()).allMatch(Server::isReady).allMatch(Server::isAlive);
        assertThat(losses(cluster)).as("losses that an outage was counted as").isZero();
    }

    private static void outage(Cluster cluster, Duration duration) throws Exception {
        cluster.fault(null);
        cluster.postgres().stopImmediately();
        Thread.sleep(duration.toMillis() / 2);
        assertThat(cluster.servers()).as("alive without a database").allMatch(Server::isAlive);
        Thread.sleep(duration.toMillis() / 2);
        cluster.postgres().start();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(cluster.servers()).allMatch(Server::isReady));
    }

    private static long losses(Cluster cluster) {
        return cluster.postgres()
                .number(
                        "select count(*) from background_task_failure where error like 'BGTASK000608%'");
    }

    @Test
    void every_connection_is_terminated_again_and_again(Cluster cluster) throws Exception {
        cluster.fresh();
        int rounds = cluster.scaled(30);
        for (int round = 0; round < rounds; round++) {
            cluster.fault(null);
            cluster.postgres()
                    .execute(
                            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                                    + " and backend_type = 'client backend'");
            long next = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            enqueueInSpiteOfAll(cluster, cluster.scaled(5_000) / rounds);
            Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
        }
        cluster.awaitDrained(Duration.ofMinutes(3));

        Verdict verdict = Verdict.of(cluster.postgres());
        String pools = "%d connections".formatted(cluster.postgres().number(CONNECTIONS));
        cluster.report().add("every connection terminated each 2 s", verdict, pools);
        verdict.assertExactlyOnce();
        for (Server server : cluster.servers()) {
            assertThat(server.get("faults/connections?count=" + POOL))
                    .as("the whole pool can be had again")
                    .isEqualTo(String.valueOf(POOL));
        }
    }

    /**
     * A caller whose connection is terminated gets an error, and what it enqueued is not stored.
     */
    private static void enqueueInSpiteOfAll(Cluster cluster, int count) {
        try {
            cluster.any().post("faults/enqueue?job=work&millis=50&count=" + count);
        } catch (IllegalStateException e) {
            // As it should be.
        }
    }

    @Test
    void postgresql_falls_silent_with_its_connections_open(Cluster cluster) throws Exception {
        cluster.fresh();
        cluster.any().post("faults/enqueue?job=work&millis=50&count=" + cluster.scaled(2_000));
        Thread.sleep(500);
        cluster.fault(null);
        cluster.postgres().freeze();
        Thread.sleep(cluster.scaled(60) * 1_000L);
        cluster.postgres().thaw();
        cluster.awaitDrained(Duration.ofMinutes(3));

        Verdict verdict = Verdict.of(cluster.postgres());
        cluster.report()
                .add(
                        "PostgreSQL frozen, its connections open",
                        verdict,
                        "%d s".formatted(cluster.scaled(60)));
        verdict.assertExactlyOnce();
        assertThat(cluster.servers()).allMatch(Server::isAlive);
    }
}
