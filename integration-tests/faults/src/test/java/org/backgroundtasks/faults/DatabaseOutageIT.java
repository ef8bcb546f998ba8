package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The database goes away, and the servers stay. */
@ExtendWith(ClusterExtension.class)
class DatabaseOutageIT {

    /** Of the fifty in a server's pool; the loops of the worker have the rest. */
    private static final int MOST_CONNECTIONS = 45;

    @Test
    void postgresql_is_stopped_and_started(Cluster cluster) throws Exception {
        cluster.fresh();
        List<Long> pids = cluster.servers().stream().map(Server::pid).toList();
        int stops = cluster.scaled(5);
        int tasks = cluster.scaled(5_000);
        int each = tasks / (stops + 1);
        for (int stop = 0; stop < stops; stop++) {
            cluster.any().post("faults/enqueue?job=work&millis=50&count=" + each);
            Thread.sleep(cluster.random().nextInt(1_500));
            outage(cluster, Duration.ofMillis(500 + cluster.random().nextInt(3_000)));
        }
        cluster.any().post("faults/enqueue?job=work&millis=50&count=" + (tasks - stops * each));
        outage(cluster, Duration.ofSeconds(cluster.scaled(180)));
        cluster.awaitDrained(Duration.ofMinutes(3));

        Verdict verdict = Verdict.of(cluster.postgres());
        cluster.report()
                .add(
                        "PostgreSQL stopped with -m immediate, the last time for long",
                        verdict,
                        "%d s down at last".formatted(cluster.scaled(180)));
        verdict.assertExactlyOnce();
        assertThat(verdict.tasks()).isEqualTo(tasks);
        assertThat(cluster.servers()).extracting(Server::pid).isEqualTo(pids);
        assertThat(cluster.servers()).allMatch(Server::isReady).allMatch(Server::isAlive);
        assertThat(cluster.losses()).as("losses that an outage was counted as").isZero();
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

    @Test
    void every_connection_is_terminated_again_and_again(Cluster cluster) throws Exception {
        cluster.fresh();
        int before = connections(cluster);
        int rounds = cluster.scaled(30);
        int wanted = 0;
        for (int round = 0; round < rounds; round++) {
            wanted = cluster.scaled(5_000) * (round + 1) / rounds;
            cluster.enqueueInSpiteOfAll("work&millis=50", wanted);
            Thread.sleep(cluster.random().nextInt(300));
            cluster.fault(null);
            cluster.postgres()
                    .execute(
                            "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
                                    + " and backend_type = 'client backend'");
            Thread.sleep(2_000);
        }
        cluster.awaitDrained(Duration.ofMinutes(3));

        Verdict verdict = Verdict.of(cluster.postgres());
        int after = connections(cluster);
        cluster.report()
                .add(
                        "every connection terminated each 2 s",
                        verdict,
                        "%d connections to be had before, %d after".formatted(before, after));
        verdict.assertExactlyOnce();
        assertThat(after).as("connections to be had").isEqualTo(before);
        assertThat(verdict.tasks()).isGreaterThanOrEqualTo(wanted);
    }

    private static int connections(Cluster cluster) {
        return cluster.servers().stream()
                .map(server -> server.get("faults/connections?count=" + MOST_CONNECTIONS))
                .mapToInt(Integer::parseInt)
                .sum();
    }

    @Test
    void postgresql_falls_silent_with_its_connections_open(Cluster cluster) throws Exception {
        cluster.fresh();
        // A server that has just been started is ready before its worker is.
        await().atMost(Duration.ofSeconds(30)).until(() -> haveStarted(cluster));
        cluster.any().post("faults/enqueue?job=work&millis=50&count=" + cluster.scaled(2_000));
        Thread.sleep(500);
        cluster.fault(null);
        cluster.postgres().freeze();
        List<Long> before = failingLoops(cluster);
        // Connecting alone may hang for ten seconds, and a statement as long as its cancelling.
        int seconds = Math.max(40, cluster.scaled(60));
        Thread.sleep(seconds * 1_000L);
        List<Long> after = failingLoops(cluster);
        cluster.postgres().thaw();
        cluster.awaitDrained(Duration.ofMinutes(3));

        Verdict verdict = Verdict.of(cluster.postgres());
        cluster.report()
                .add("PostgreSQL frozen, its connections open", verdict, "%d s".formatted(seconds));
        verdict.assertExactlyOnce();
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i))
                    .as("loops that went on with an error while nothing answered")
                    .isGreaterThan(before.get(i));
        }
        assertThat(cluster.servers()).allMatch(Server::isAlive);
    }

    private static boolean haveStarted(Cluster cluster) throws IOException {
        for (Server server : cluster.servers()) {
            if (server.logged("BGTASK000600") == 0) {
                return false;
            }
        }
        return true;
    }

    private static List<Long> failingLoops(Cluster cluster) throws IOException {
        List<Long> turns = new ArrayList<>();
        for (Server server : cluster.servers()) {
            turns.add(server.logged("BGTASK000606"));
        }
        return turns;
    }
}
