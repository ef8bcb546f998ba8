package org.backgroundtasks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One line for each fault, printed as it is known, and all of them as a table in a file. */
final class Report {

    private final Path file;
    private final Servers servers;
    private final long seed;
    private final double scale;
    private final long begun = System.nanoTime();
    private final List<String> lines = new ArrayList<>();

    Report(Path file, Servers servers, long seed, double scale) {
        this.file = file;
        this.servers = servers;
        this.seed = seed;
        this.scale = scale;
        System.out.println(settings());
    }

    private String settings() {
        return "Faults on %s: seed %d, scale %s, %d processors, Java %s, lease %d s, poll interval %d s"
                .formatted(
                        servers,
                        seed,
                        scale,
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"),
                        Cluster.LEASE.toSeconds(),
                        Cluster.POLL.toSeconds());
    }

    void add(String fault, Verdict verdict, String remark) {
        System.out.printf(
                "%s: %d tasks, %d faults, %d lost, %d twice, %d duplicate starts, longest resume %s%s%n",
                fault,
                verdict.tasks(),
                verdict.faults(),
                verdict.lost(),
                verdict.twice(),
                verdict.duplicateStarts(),
                seconds(verdict.longestResume()),
                remark.isEmpty() ? "" : "; " + remark);
        lines.add(
                "| %s | %d | %d | %d | %d | %d | %s | %s |"
                        .formatted(
                                fault,
                                verdict.tasks(),
                                verdict.faults(),
                                verdict.lost(),
                                verdict.twice(),
                                verdict.duplicateStarts(),
                                seconds(verdict.longestResume()),
                                remark));
    }

    private static String seconds(Duration duration) {
        return duration == null
                ? "–"
                : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    void close() throws IOException {
        List<String> text = new ArrayList<>();
        text.add(
                settings()
                        + ", "
                        + Duration.ofNanos(System.nanoTime() - begun).toMinutes()
                        + " min");
        text.add("");
        text.add("| Fault | Tasks | Faults | Lost | Twice | Duplicate starts | Longest resume | |");
        text.add("|---|---|---|---|---|---|---|---|");
        text.addAll(lines);
        Files.write(file, text);
    }
}
