package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers that do not know what time it is. */
@ExtendWith(ClusterExtension.class)
class WrongClocksIT {

    @Test
    void clocks_are_ten_minutes_ahead_and_behind(Cluster cluster) throws Exception {
        Optional<Path> library = library();
        assumeThat(library).as("Debian's package faketime is installed").isPresent();
        cluster.restart(
                cluster.jobs(),
                cluster.jobs(),
                faking(library.get(), "+10m"),
                faking(library.get(), "-10m"),
                Overriding.NONE);
        assertThat(off(cluster.first()))
                .isBetween(Duration.ofSeconds(595), Duration.ofSeconds(605));
        assertThat(off(cluster.second()))
                .isBetween(Duration.ofSeconds(-605), Duration.ofSeconds(-595));
        int tasks = cluster.scaled(1_000);
        long longLived = Cluster.LEASE.multipliedBy(3).toMillis();
        for (Server server : cluster.servers()) {
            server.post("faults/enqueue?job=work&millis=%d&count=3".formatted(longLived));
            server.post("faults/enqueue?job=work&millis=20&delay=3000&count=" + tasks / 4);
            server.post("faults/enqueue?job=work&millis=20&count=" + tasks / 4);
        }
        cluster.awaitDrained(Duration.ofMinutes(2));

        Verdict verdict = Verdict.of(cluster.postgres());
        long earliest =
                cluster.postgres()
                        .number(
                                """
                                select min(extract(epoch from s.at - e.at) * 1000 - delay)::bigint
                                from started s join enqueued e on e.id = s.task_id
                                """);
        long latest =
                cluster.postgres()
                        .number(
                                """
                                select max(extract(epoch from s.at - e.at) * 1000 - delay)::bigint
                                from started s join enqueued e on e.id = s.task_id where delay > 0
                                """);
        cluster.report()
                .add(
                        "clocks of the nodes ten minutes ahead and behind",
                        verdict.withFaults(2),
                        "first start %d ms after its time, last %d ms".formatted(earliest, latest));
        verdict.assertExactlyOnce();
        assertThat(verdict.duplicateStarts()).as("live tasks reclaimed").isZero();
        assertThat(earliest).as("milliseconds after its time").isGreaterThan(-1_000);
        assertThat(latest).isLessThan(60_000);
    }

    private static Duration off(Server server) {
        return Duration.ofMillis(
                Long.parseLong(server.get("faults/clock")) - System.currentTimeMillis());
    }

    private static Map<String, String> faking(Path library, String offset) {
        return Map.of("LD_PRELOAD", library.toString(), "FAKETIME", offset);
    }

    private static Optional<Path> library() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return folders.map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst();
        }
    }
}
