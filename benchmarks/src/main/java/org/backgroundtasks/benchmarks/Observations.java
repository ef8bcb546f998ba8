package org.backgroundtasks.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.backgroundtasks.servers.Postgres;

/**
 * What is counted and not timed: statements, by the database's own log, and the server's use of
 * CPU.
 */
final class Observations {

    private static final int TASKS = 2_000;
    private static final int BACKLOG = 500_000;

    /** Of the worker, if nothing is configured. */
    private static final int POLL_SECONDS = 5;

    private static final List<String> NEITHER = List.of("oracle|", "rival|");

    private final Postgres postgres;
    private final Application application;
    private final Ours ours;

    Observations(Postgres postgres, Application application, Ours ours) {
        this.postgres = postgres;
        this.application = application;
        this.ours = ours;
    }

    /** Tells what each task costs the database, and of an idle node. */
    List<String> all(Duration idle) throws Exception {
        return List.of(
                // The update and the commit of its own, and its share of the claims.
                perTask("each", 2.2),
                perTask("outside", 0.5),
                perTask("batched", 0.5),
                ofStoring(),
                ofBacklog(),
                ofIdleNode(idle));
    }

    private String perTask(String job, double most) throws Exception {
        ours.drain(job, TASKS, () -> {});
        Map<String, Long> statements =
                statementsOf(line -> true, () -> ours.drain(job, TASKS, () -> {}));
        requireAtMost((long) (most * TASKS), statements, TASKS + " tasks of " + job);
        return "%s, per task: %s"
                .formatted(
                        job,
                        statements.entrySet().stream()
                                .map(
                                        kind ->
                                                String.format(
                                                        Locale.ROOT,
                                                        "%s %.3f",
                                                        kind.getKey(),
                                                        kind.getValue() / (double) TASKS))
                                .collect(Collectors.joining(", ")));
    }

    private String ofStoring() throws Exception {
        ours.table().renew();
        long sizeBefore = size();
        long walBefore = wal();
        application.enqueue("parked", 1, TASKS, 1);
        long walOfStoring = wal() - walBefore;
        long size = size() - sizeBefore;
        walBefore = wal();
        ours.enqueueAndAwait("each", TASKS, 1);
        long walOfLife = wal() - walBefore;
        return "a task takes %,d bytes of disk with its indexes, writes %,d bytes of WAL when stored and %,d until it has ended"
                .formatted(size / TASKS, walOfStoring / TASKS, walOfLife / TASKS);
    }

    private long wal() {
        return postgres.number("select pg_current_wal_insert_lsn() - '0/0'");
    }

    private long size() {
        return postgres.number("select pg_total_relation_size('background_task')");
    }

    /** Counts do not depend on the machine, and so they are a test, too. */
    private static void requireAtMost(long most, Map<String, Long> statements, String what) {
        // Begin travels with the statement after it.
        long count =
                statements.values().stream().mapToLong(Long::longValue).sum()
                        - statements.getOrDefault("begin", 0L);
        if (count > most) {
            throw new IllegalStateException(
                    "more than %d statements for %s: %s".formatted(most, what, statements));
        }
    }

    private String ofBacklog() throws Exception {
        int backlog = (int) Math.max(10_000, BACKLOG * Benchmark.SCALE);
        ours.table().renew();
        long idle = Memory.live(application.server());
        long busy = ours.amidst("each", backlog, () -> Memory.live(application.server()));
        return String.format(
                Locale.ROOT,
                "amidst %,d due tasks the live heap of the server is %.1f MB, and was %.1f MB before",
                backlog,
                busy / 1e6,
                idle / 1e6);
    }

    private String ofIdleNode(Duration idle) throws Exception {
        ours.table().renew();
        Thread.sleep(2_000);
        long cpuBefore = cpuTicks();
        // The server's own timers are polled from the same data source.
        Map<String, Long> statements =
                statementsOf(
                        line -> line.contains("background_task"),
                        () -> Thread.sleep(idle.toMillis()));
        long ticks = cpuTicks() - cpuBefore;
        requireAtMost(idle.toSeconds() / POLL_SECONDS + 1, statements, "an idle node");
        return String.format(
                Locale.ROOT,
                "an idle node, in %d s: statements %s; CPU of the server process %.2f %%",
                idle.toSeconds(),
                statements,
                // A tick is a hundredth of a second.
                ticks * 10.0 / idle.toMillis() * 100);
    }

    private long cpuTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + application.server().pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** How often each kind of statement was executed, by neither this program nor a rival. */
    private Map<String, Long> statementsOf(Predicate<String> counted, Threads.Work work)
            throws Exception {
        postgres.execute(
                "alter system set log_line_prefix = '%a|'",
                "alter system set log_statement = 'all'", "select pg_reload_conf()");
        Thread.sleep(500);
        long from = Files.size(postgres.log());
        work.run();
        long to = Files.size(postgres.log());
        postgres.execute("alter system reset log_statement", "select pg_reload_conf()");
        byte[] all = Files.readAllBytes(postgres.log());
        String logged = new String(all, (int) from, (int) (to - from));
        Map<String, Long> kinds = new TreeMap<>();
        // The further lines of a statement begin with a tab.
        for (String line : logged.replace("\n\t", " ").split("\n")) {
            int begin = line.indexOf("LOG:  execute ");
            if (begin >= 0 && NEITHER.stream().noneMatch(line::startsWith) && counted.test(line)) {
                String statement = line.substring(line.indexOf(": ", begin + 6) + 2).trim();
                kinds.merge(statement.split("\\s+")[0].toLowerCase(Locale.ROOT), 1L, Long::sum);
            }
        }
        return kinds;
    }
}
