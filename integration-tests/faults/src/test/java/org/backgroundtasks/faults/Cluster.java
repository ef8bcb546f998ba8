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
import org.backgroundtasks.servers.SmallDisk;
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
    private final Postgres usual;
    private final List<Server> servers;
    private final Path jobs;
    private final Report report;
    private Postgres postgres;
    private boolean isReconfigured;

    Cluster() throws IOException {
        Path work = Folders.emptied(Path.of(System.getProperty("work")));
        report = new Report(work.resolve("../faults.md"), kind, seed, SCALE);
        int port = Integer.getInteger("postgres.port");
        usual = new Postgres(work.resolve("postgres"), port, DATABASE);
        postgres = usual;
        OracleTables.create(postgres);
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

    /** The database that the tasks are in now. */
    Postgres postgres() {
        return postgres;
    }

    /** From now on the tasks are in another database, until the servers start anew. */
    void moveTo(Postgres other) {
        postgres = other;
    }

    /** To the usual database, whatever the last test has moved to. */
    void moveBack() {
        postgres = usual;
    }

    Servers kind() {
        return kind;
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
        postgres = usual;
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
        restartOn(usual, firstWar, secondWar, first, second, configuration);
    }

    /** The same with another database, which the servers are told of by their environment. */
    void restartOn(Postgres database, Map<String, String> environment, Overriding configuration)
            throws IOException {
        restartOn(database, jobs, jobs, environment, environment, configuration);
    }

    private void restartOn(
            Postgres database,
            Path firstWar,
            Path secondWar,
            Map<String, String> first,
            Map<String, String> second,
            Overriding configuration)
            throws IOException {
        postgres = database;
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

    /** A database beside the usual one, at a port that has its name. */
    Postgres anotherPostgres(String name) throws IOException {
        return new Postgres(work().resolve(name), Integer.getInteger(name + ".port"), DATABASE);
    }

    /** A database on a disk of its own, in which nothing but the tasks takes or gives room. */
    Postgres postgresOn(SmallDisk disk) throws IOException {
        return new Postgres(
                work().resolve("small"),
                disk.folder().resolve("data"),
                Integer.getInteger("primary.port"),
                DATABASE + " -c autovacuum=off");
    }

    /**
     * A caller whose connection has ended gets an error, and what it enqueued in that transaction
     * is not stored; so it tries again until there are as many tasks as are wanted.
     */
    void enqueueInSpiteOfAll(String job, long wanted) {
        Server server = any();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(
                        () -> {
                            long missing =
                                    wanted - postgres.number("select count(*) from enqueued");
                            if (missing > 0) {
                                server.post(
                                        "faults/enqueue?job=%s&count=%d".formatted(job, missing));
                            }
                            return missing <= 0;
                        });
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

    /** How many workers were counted as lost. */
    long losses() {
        return postgres.number(
                "select count(*) from background_task_failure where error like 'BGTASK000608%'");
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
                "select count(*) from background_task where state not in ('SUCCEEDED', 'FAILED', 'CANCELLED')");
    }

    @Override
    public void close() throws IOException {
        for (Server server : servers) {
            server.close();
        }
        usual.close();
        report.close();
    }
}
