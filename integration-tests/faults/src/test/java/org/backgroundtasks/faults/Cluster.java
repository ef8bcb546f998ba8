package org.backgroundtasks.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.backgroundtasks.servers.Folders;
import org.backgroundtasks.servers.Postgres;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** Two servers and a database, and how large the faults shall be. */
final class Cluster implements CloseableResource {

    static final Duration LEASE = Duration.ofSeconds(5);
    static final Duration POLL = Duration.ofSeconds(1);

    private static final String DATABASE =
            "-c max_connections=200 -c max_prepared_transactions=100";
    private static final double SCALE = Double.parseDouble(System.getProperty("faults.scale"));

    private final Servers kind = Servers.chosen();
    private final long seed = chosenSeed();
    private final Random random = new Random(seed);
    private final Postgres postgres;
    private final List<Server> servers;
    private final Path jobs;
    private final Report report;
    private boolean isReconfigured;

    Cluster() throws IOException {
        Path work = Folders.emptied(Path.of(System.getProperty("work")));
        report = new Report(work.resolve("../faults.md"), kind, seed, SCALE);
        int port = Integer.getInteger("postgres.port");
        postgres = new Postgres(work.resolve("postgres"), port, DATABASE);
        createTables();
        jobs = Applications.jobs(work);
        servers =
                List.of(
                        new Server(kind, "node1", work, port),
                        new Server(kind, "node2", work, port));
    }

    private static long chosenSeed() {
        String given = System.getProperty("faults.seed", "");
        return given.isBlank() ? System.nanoTime() % 1_000_000 : Long.parseLong(given);
    }

    private void createTables() {
        postgres.execute(
                """
                create table enqueued (id uuid not null, delay bigint not null,
                    at timestamptz not null default clock_timestamp())
                """,
                "create table effect (task_id uuid not null, at timestamptz not null default clock_timestamp())",
                """
                create table started (task_id uuid not null, lease bigint not null, node text not null,
                    at timestamptz not null default clock_timestamp())
                """,
                "create table fault (node text, at timestamptz not null default clock_timestamp())",
                "create table reached (point text not null)",
                "create table ran (task_id uuid not null, by text not null, version text not null)",
                "create table account (id integer primary key, balance bigint not null)",
                "insert into account select id, 0 from generate_series(1, 10) id");
    }

    Postgres postgres() {
        return postgres;
    }

    Report report() {
        return report;
    }

    Random random() {
        return random;
    }

    /** How many rounds or tasks, of as many as there are in a full run. */
    int scaled(int full) {
        return (int) Math.max(1, Math.round(full * SCALE));
    }

    List<Server> servers() {
        return servers;
    }

    Server first() {
        return servers.get(0);
    }

    Server second() {
        return servers.get(1);
    }

    Server other(Server server) {
        return server == first() ? second() : first();
    }

    Server any() {
        return servers.get(random.nextInt(servers.size()));
    }

    /**
     * Both servers run the usual application, nothing waits, and the oracle has forgotten
     * everything.
     */
    void fresh() throws IOException {
        for (Server server : servers) {
            if (isReconfigured) {
                server.close();
                server.override(Overriding.NONE);
            }
            if (!server.isRunning()) {
                server.deploy(jobs);
                server.launch(Map.of());
            }
        }
        isReconfigured = false;
        forget();
    }

    private void forget() {
        // Each test has the same choices, whether others ran before it or not.
        random.setSeed(seed);
        servers.forEach(Server::awaitStarted);
        servers.forEach(Server::node);
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> postgres.number("select count(*) from background_task") >= 0);
        postgres.execute(
                "truncate background_task cascade",
                "truncate enqueued, effect, started, fault, reached, ran");
    }

    /** Ends both servers and starts them again as said; the next fresh start is a usual one. */
    void restart(
            Path firstWar,
            Path secondWar,
            Map<String, String> first,
            Map<String, String> second,
            Overriding configuration)
            throws IOException {
        isReconfigured = true;
        for (Server server : servers) {
            server.close();
            server.override(configuration);
        }
        first().deploy(firstWar);
        second().deploy(secondWar);
        first().launch(first);
        second().launch(second);
        forget();
    }

    Path jobs() {
        return jobs;
    }

    Path work() {
        return Path.of(System.getProperty("work"));
    }

    /** Notes that a fault is about to happen, to a node or to all. */
    void fault(String node) {
        postgres.execute(
                node == null
                        ? "insert into fault (node) values (null)"
                        : "insert into fault (node) values ('" + node + "')");
    }

    /** How many tasks a node is at. */
    long running(String node) {
        return postgres.number(
                "select count(*) from background_task where state = 'RUNNING' and node = '%s'"
                        .formatted(node));
    }

    /** Waits until every task has ended. */
    void awaitDrained(Duration longest) {
        await().atMost(longest)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> waiting() == 0);
    }

    /** How many tasks have not ended. */
    long waiting() {
        return postgres.number(
                "select count(*) from background_task where state in ('SCHEDULED', 'READY', 'RUNNING')");
    }

    @Override
    public void close() throws IOException {
        for (Server server : servers) {
            server.close();
        }
        postgres.close();
        report.close();
    }
}
