package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.backgroundtasks.servers.Postgres;
import org.backgroundtasks.servers.SmallDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The database has no room on its disk for a while. */
@ExtendWith(ClusterExtension.class)
class FullDiskIT {

    private static final int MEGABYTES = 256;
    private static final int TASKS = 10;
    private static final String BULKY = "faults/enqueue?job=bulky&millis=4000&count=" + TASKS;
    private static final Duration FULL = Duration.ofSeconds(20);
    private static final int MOST_CONNECTIONS = 45;

    @Test
    void the_disk_is_full_while_bodies_end(Cluster cluster) throws Exception {
        assumeTrue(SmallDisk.isPossible(), "only root can mount a file system");
        Path folder = Files.createTempDirectory("full-disk");
        try (SmallDisk disk = SmallDisk.mount(folder, MEGABYTES);
                Postgres postgres = cluster.postgresOn(disk)) {
            OracleTables.create(postgres);
            Map<String, String> port = Map.of("POSTGRES_PORT", String.valueOf(postgres.port()));
            cluster.restartOn(postgres, port, Overriding.NONE);
            // Rows of more than half a page: no version of them fits beside another.
            postgres.execute(
                    "alter table background_task alter column arguments set storage plain");
            int before = connections(cluster);
            cluster.first().post(BULKY);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> postgres.number("select count(*) from started") == TASKS);
            cluster.fault(null);
            disk.fill();
            long begun = System.nanoTime();
            long refused = 0;
            while (System.nanoTime() - begun < FULL.toNanos()) {
                refused += isRefused(cluster.second()) ? 1 : 0;
                assertThat(cluster.servers()).as("alive").allMatch(Server::isAlive);
                Thread.sleep(1_000);
            }
            disk.free();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(cluster.servers()).allMatch(Server::isReady));
            cluster.first().post(BULKY);
            cluster.awaitDrained(Duration.ofMinutes(2));

            Verdict verdict = Verdict.of(postgres);
            cluster.report()
                    .add(
                            "the disk of PostgreSQL full while bodies end",
                            verdict,
                            "%d s; PostgreSQL had no room %d times, %d callers were refused"
                                    .formatted(FULL.toSeconds(), shortages(postgres), refused));
            verdict.assertExactlyOnce();
            assertThat(shortages(postgres)).as("errors of PostgreSQL").isGreaterThan(TASKS);
            assertThat(refused).as("callers that found no room").isPositive();
            assertThat(cluster.losses()).as("losses that it was counted as").isZero();
            assertThat(connections(cluster)).as("connections to be had").isEqualTo(before);
        } finally {
            Files.delete(folder);
        }
    }

    private static boolean isRefused(Server server) {
        try {
            server.post("faults/enqueue?job=bulky&millis=0&count=1");
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static int connections(Cluster cluster) {
        return cluster.servers().stream()
                .map(server -> server.get("faults/connections?count=" + MOST_CONNECTIONS))
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private static long shortages(Postgres postgres) throws IOException {
        try (Stream<String> lines = Files.lines(postgres.log())) {
            return lines.filter(line -> line.contains("No space left on device")).count();
        }
    }
}
