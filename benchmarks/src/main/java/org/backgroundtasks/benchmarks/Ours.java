package org.backgroundtasks.benchmarks;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.backgroundtasks.benchmarks.TaskTable.Kind;
import org.backgroundtasks.servers.Postgres;

/** Our tasks: their table, and how each kind of them is named there. */
final class Ours {

    private final Postgres postgres;
    private final TaskTable table;
    private final List<Application> nodes;
    private final Map<String, Kind> kinds = new HashMap<>();

    /**
     * Learns how tasks are named.
     *
     * @param nodes that run tasks; the first one enqueues them
     */
    Ours(Postgres postgres, List<Application> nodes) throws Exception {
        this.postgres = postgres;
        this.nodes = nodes;
        this.table = new TaskTable(postgres, "background_task");
        for (String job :
                List.of(
                        "each", "outside", "batched", "limited", "rated", "account", "fair",
                        "three", "narrow")) {
            learn(job);
        }
    }

    private void learn(String job) throws Exception {
        long before = done();
        nodes.get(0).enqueue(job, 1, 1, 1);
        Waiting.until(Waiting.LONG, () -> done() > before);
        String name = "org.backgroundtasks.benchmarks.app.Jobs." + job;
        kinds.put(
                job,
                new Kind(
                        name,
                        learn("signature", name),
                        learn("queue", name),
                        lane(job, learn("lane", name))));
    }

    /** What its tasks have in a column. */
    private String learn(String column, String name) {
        return postgres.text(
                "select max(%s) from background_task where name = '%s'".formatted(column, name));
    }

    /** As an expression: there are 10,000 keys, and 1,000 groups. */
    private static String lane(String job, String example) {
        return switch (job) {
            case "account" -> "':' || chr(10) || 'account-' || i % 10000";
            case "fair" -> "':group-' || i % 1000 || chr(10)";
            default -> "'%s'".formatted(example);
        };
    }

    TaskTable table() {
        return table;
    }

    private long done() {
        return nodes.stream().mapToLong(Application::done).sum();
    }

    /**
     * Makes tasks ready, all in one moment, and waits until they are done.
     *
     * @param others adds what is there besides
     * @return tasks per second
     */
    double drain(String job, int tasks, Runnable others) throws Exception {
        table.renew();
        others.run();
        long before = done();
        Instant start = table.addReady(kinds.get(job), tasks, 0);
        tell(job);
        awaitDone(before + tasks + nodes.size());
        return TaskTable.rate(tasks, start, table.lastEnd());
    }

    /** Nobody tells a worker of rows that came by another way than a call. */
    private void tell(String job) {
        nodes.forEach(node -> node.enqueue(job, 1, 1, 1));
    }

    /** The same, with many more behind, and waits for the first ones only. */
    double drainFirst(String job, int tasks, int behind) throws Exception {
        table.renew();
        long before = done();
        Instant start = table.addReady(kinds.get(job), tasks, behind);
        tell(job);
        Waiting.until(Waiting.LONG, () -> done() >= before + tasks);
        double rate = TaskTable.rate(tasks, start, table.endOf(tasks));
        table.renew();
        return rate;
    }

    /** The same, while a transaction is open for which the database keeps old versions of rows. */
    double drainBesideTransaction(String job, int tasks) throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select pg_current_xact_id()");
            return drain(job, tasks, () -> {});
        }
    }

    /** Looks at something while many tasks are drained, and leaves none of them. */
    long amidst(String job, int tasks, Callable<Long> look) throws Exception {
        table.renew();
        long before = done();
        table.addReady(kinds.get(job), tasks, 0);
        tell(job);
        Waiting.until(Waiting.LONG, () -> done() > before + nodes.size());
        long seen = look.call();
        table.renew();
        return seen;
    }

    /** Enqueues from several threads while the same node drains. */
    double both(String job, int tasks, int threads) throws Exception {
        table.renew();
        int whole = tasks / threads * threads;
        Instant start = table.now();
        enqueueAndAwait(job, whole, threads);
        return TaskTable.rate(whole, start, table.lastEnd());
    }

    /** Enqueues, and waits until all are done, in the table as it is. */
    void enqueueAndAwait(String job, int tasks, int threads) throws Exception {
        long before = done();
        nodes.get(0).enqueue(job, threads, tasks, 1);
        awaitDone(before + tasks);
    }

    private void awaitDone(long count) throws Exception {
        Waiting.until(Waiting.LONG, () -> done() >= count);
        awaitIdle();
    }

    void awaitIdle() throws Exception {
        Waiting.until(Waiting.LONG, () -> table.unfinished() == 0);
    }
}
