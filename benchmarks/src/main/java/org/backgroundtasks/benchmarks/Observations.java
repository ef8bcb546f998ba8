package org.backgroundtasks.benchmarks;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.backgroundtasks.servers.Postgres;

/** What is counted and not timed: statements, by the database's own log, bytes, and objects. */
final class Observations {

    private static final int TASKS = 2_000;
    private static final int BACKLOG = 500_000;

    /** Of the worker, if nothing is configured. */
    private static final int POLL_SECONDS = 5;

    /** A third of the usual lease. */
    private static final int HEARTBEAT_SECONDS = 10;

    private static final int MINUTE_SECONDS = 60;

    /** The node says that it is there, and looks for other applications. */
    private static final int STATEMENTS_EACH_MINUTE = 2;

    /** It prunes tasks, asks when there will be others, and looks at keys and limits. */
    private static final int SELDOM = 4;

    /** Prepared or not. */
    private static final Pattern EXECUTION =
            Pattern.compile("LOG:  (?:execute [^:]*|statement): +(\\w+)");

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
                ofKeeping(),
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
        long walBefore = wal();
        application.enqueue("parked", 1, TASKS, 1);
        long walOfStoring = wal() - walBefore;
        walBefore = wal();
        ours.enqueueAndAwait("each", TASKS, 1);
        long walOfLife = wal() - walBefore;
        return "a task writes %,d bytes of WAL when stored and %,d until it has ended"
                .formatted(walOfStoring / TASKS, walOfLife / TASKS);
    }

    /** What has ended is kept for a while; what its changes have left behind is reused. */
    private String ofKeeping() throws Exception {
        ours.table().renew();
        ours.enqueueAndAwait("each", TASKS, 1);
        postgres.execute("vacuum full background_task");
        long all = size();
        postgres.execute(
                "delete from background_task where name like '%.each'",
                "vacuum full background_task");
        return "an ended task takes %,d bytes of disk with its indexes"
                .formatted((all - size()) / TASKS);
    }

    private long wal() {
        return postgres.number("select pg_current_wal_insert_lsn() - '0/0'");
    }

    private long size() {
        return postgres.number("select pg_total_relation_size('background_task')");
    }

    /** Counts do not depend on the machine, and so they are a test, too. */
    private static void requireAtMost(long most, Map<String, Long> statements, String what) {
        // It travels with the statement after it, and costs no round trip.
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
        long idle = application.liveBytes();
        long busy = ours.amidst("each", backlog, application::liveBytes);
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
        // The server's own timers are polled from the same data source.
        Map<String, Long> statements =
                statementsOf(
                        line -> line.contains("background_task") || line.endsWith("select 1"),
                        () -> Thread.sleep(idle.toMillis()));
        requireAtMost(
                times(idle, POLL_SECONDS)
                        + times(idle, HEARTBEAT_SECONDS)
                        + STATEMENTS_EACH_MINUTE * times(idle, MINUTE_SECONDS)
                        + SELDOM,
                statements,
                "an idle node");
        return "an idle node, in %d s: %s".formatted(idle.toSeconds(), statements);
    }

    /** How often something falls into a while that comes every so many seconds, at most. */
    private static long times(Duration idle, int seconds) {
        return idle.toSeconds() / seconds + 1;
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
            Matcher execution = EXECUTION.matcher(line);
            if (execution.find()
                    && NEITHER.stream().noneMatch(line::startsWith)
                    && counted.test(line)) {
                kinds.merge(execution.group(1).toLowerCase(Locale.ROOT), 1L, Long::sum);
            }
        }
        return kinds;
    }
}
