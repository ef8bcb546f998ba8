package org.backgroundtasks.faults;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.servers.OpenLiberty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bodies are interrupted in the middle of writing to an H2 in a file. */
@ExtendWith(ClusterExtension.class)
class InterruptedFileIT {

    private static final List<String> TABLES =
            List.of(
                    "create table if not exists enqueued (id uuid, delay bigint)",
                    "create table if not exists effect (task_id uuid)",
                    "create table if not exists started (task_id uuid, lease bigint, node varchar(200))",
                    "create table if not exists fault (node varchar(200))",
                    "create table if not exists reached (point varchar(200))");

    @Test
    void interrupted_bodies_leave_the_file_open_and_whole(Cluster cluster) throws Exception {
        assumeTrue(cluster.kind() == Servers.OPEN_LIBERTY, "its configuration is Open Liberty's");
        Path folder = cluster.work().resolve("h2");
        try (OpenLiberty server = server(folder)) {
            server.deploy(cluster.jobs(), "faults.war");
            start(server);
            TABLES.forEach(sql -> server.post("faults/execute?sql=" + encode(sql, UTF_8)));
            int interrupted = cluster.scaled(300);
            server.post("faults/enqueue?job=busy&count=" + interrupted);
            server.post("faults/enqueue?job=work&millis=20&count=" + interrupted);
            await().atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> number(server, WAITING) == 0);
            long written = number(server, "select count(*) from reached");
            // What is in the file counts, not what the server remembers.
            server.terminate();
            start(server);

            Verdict verdict = Verdict.of(query -> number(server, query)).withFaults(interrupted);
            long timeouts = number(server, "select count(*) from background_task_failure");
            cluster.report()
                    .add(
                            "bodies interrupted while they write to an H2 in a file",
                            verdict,
                            "%d timeouts, %d rows written until then".formatted(timeouts, written));
            verdict.assertExactlyOnce();
            assertThat(verdict.tasks()).isEqualTo(2L * interrupted);
            assertThat(timeouts).isEqualTo(interrupted);
            assertThat(number(server, "select count(*) from reached")).isEqualTo(written);
        }
    }

    private static final String WAITING =
            "select count(*) from background_task where state in ('SCHEDULED', 'READY', 'RUNNING')";

    private static OpenLiberty server(Path folder) throws IOException {
        return new OpenLiberty(
                "h2",
                Path.of(System.getProperty("server.home")),
                Path.of(System.getProperty("server.config")).resolve("open-liberty-h2"),
                Path.of(System.getProperty("h2.driver")),
                Files.createDirectories(folder),
                Integer.getInteger("standby.port"),
                0,
                List.of());
    }

    private static void start(OpenLiberty server) throws IOException {
        server.launch(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"), Map.of());
        await().atMost(Duration.ofMinutes(2))
                .until(() -> server.answers("faults/connections?count=0"));
    }

    private static long number(OpenLiberty server, String query) {
        return Long.parseLong(server.get("faults/number?query=" + encode(query, UTF_8)));
    }
}
