package org.backgroundtasks.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.backgroundtasks.benchmarks.TaskTable.Kind;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.servers.Postgres;

/**
 * Hand-written SQL on a pool of connections, with nothing else: what the database and its driver
 * let through. The tables are ours, in a schema of their own.
 */
final class JdbcLimit extends Library {

    private static final int CLAIMED = 50;
    private static final int CLAIMED_APART = 100;
    private static final long PACE_MILLIS = 2;
    private static final Kind KIND = new Kind("jdbc", "jdbc", "default", "");

    private static final String INSERT =
            """
            insert into jdbc.background_task (id, name, signature, queue, priority, state, arguments, run_at,
                created_at, created_by, attempts, max_attempts, losses, lease_number, cancel_requested)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String CLAIM =
            """
            with due as (
                select id as due_id from jdbc.background_task
                where state = 'READY' and queue = 'default'
                order by priority desc, run_at, id limit ? for update skip locked)
            update jdbc.background_task set state = 'RUNNING', attempts = attempts + 1,
                lease_number = lease_number + 1, node = 'jdbc',
                lease_until = clock_timestamp() + interval '30 seconds', started_at = clock_timestamp()
            from due where id = due_id
            returning id, lease_number, name, arguments
            """;

    private static final String SETTLE =
            """
            update jdbc.background_task
            set state = 'SUCCEEDED', lease_until = null, finished_at = clock_timestamp()
            where id = ? and lease_number = ? and state = 'RUNNING'
            """;

    private static final String SETTLE_MANY =
            """
            update jdbc.background_task
            set state = 'SUCCEEDED', lease_until = null, finished_at = clock_timestamp()
            from unnest(?::uuid[], ?::bigint[]) as done (done_id, done_number)
            where id = done_id and lease_number = done_number and state = 'RUNNING'
            """;

    private final HikariDataSource dataSource;
    private final TaskTable table;
    private final int workers;

    JdbcLimit(Postgres postgres, int workers) {
        dataSource = Pool.open(postgres, workers + 4);
        this.workers = workers;
        postgres.execute("create schema jdbc", "set search_path to jdbc;" + script());
        table = new TaskTable(postgres, "jdbc.background_task");
    }

    private static String script() {
        try (InputStream script =
                JdbcLimit.class
                        .getClassLoader()
                        .getResourceAsStream(
                                "org/backgroundtasks/internal/store/postgresql/V1__background_tasks.sql")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "JDBC";
    }

    @Override
    public Map<Measure, Trial> trials() {
        Map<Measure, Trial> trials = super.trials();
        trials.put(Measure.DRAIN, this::drain);
        return withPickups(trials, this::pickup);
    }

    /**
     * One enqueues now and then, and tells the other by a semaphore, who claims. The time runs from
     * just before the insert to the claim's answer.
     */
    private double pickup(int count, double share) throws Exception {
        table.renew();
        Semaphore told = new Semaphore(0);
        AtomicLong written = new AtomicLong();
        Waits waits = new Waits();
        Thread claimer = new Thread(() -> claimWhenTold(count, told, written, waits));
        claimer.start();
        double quantile =
                waits.quantile(
                        count,
                        share,
                        () -> {
                            written.set(System.nanoTime());
                            insert(0, "default");
                            told.release();
                        });
        claimer.join();
        return quantile;
    }

    private void claimWhenTold(int count, Semaphore told, AtomicLong written, Waits waits) {
        try {
            for (int i = 0; i < count; i++) {
                told.acquire();
                Claimed claimed = claim(1).get(0);
                waits.startedAfter(written.get());
                settle(claimed);
            }
        } catch (SQLException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    double enqueue(int threads, int tasks) throws Exception {
        table.renew();
        return Threads.rate(tasks, threads, () -> insertEach(tasks / threads, "parked"));
    }

    private void insertEach(int count, String queue) throws SQLException {
        for (int i = 0; i < count; i++) {
            insert(i, queue);
        }
    }

    private void insert(int number, String queue) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                set(insert, number, queue);
                insert.executeUpdate();
            }
            connection.commit();
        }
    }

    private static void set(PreparedStatement insert, int number, String queue)
            throws SQLException {
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        insert.setObject(1, TaskIds.next().value());
        insert.setString(2, KIND.name());
        insert.setString(3, KIND.signature());
        insert.setString(4, queue);
        insert.setInt(5, 0);
        insert.setString(6, "READY");
        insert.setString(7, "[" + number + "]");
        insert.setObject(8, now);
        insert.setObject(9, now);
        insert.setString(10, null);
        insert.setInt(11, 0);
        insert.setInt(12, 25);
        insert.setInt(13, 0);
        insert.setLong(14, 0);
        insert.setBoolean(15, false);
    }

    @Override
    double enqueueBulk(int tasks) throws Exception {
        table.renew();
        return Threads.rate(tasks, 1, () -> inBatches(tasks, this::insertBatch));
    }

    private void insertBatch(int count) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                for (int i = 0; i < count; i++) {
                    set(insert, i, "parked");
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
        }
    }

    private double drain(int tasks) throws Exception {
        table.renew();
        Instant start = table.addReady(KIND, tasks, 0);
        drainUntil(new AtomicInteger(tasks));
        return TaskTable.rate(tasks, start, table.lastEnd());
    }

    /** One claims, and all others settle each task in a transaction of its own. */
    private void drainUntil(AtomicInteger left) throws Exception {
        BlockingQueue<Claimed> claimed = new ArrayBlockingQueue<>(2 * CLAIMED);
        AtomicInteger who = new AtomicInteger();
        Threads.time(
                workers + 1,
                () -> {
                    if (who.getAndIncrement() == 0) {
                        claimAll(claimed, left);
                    } else {
                        settleAll(claimed, left);
                    }
                });
    }

    private void claimAll(BlockingQueue<Claimed> claimed, AtomicInteger left)
            throws SQLException, InterruptedException {
        while (left.get() > 0) {
            if (claimed.size() > CLAIMED) {
                Thread.sleep(0, 200_000);
                continue;
            }
            List<Claimed> batch = claim(CLAIMED);
            for (Claimed one : batch) {
                claimed.put(one);
            }
            if (batch.size() < CLAIMED) {
                // Nothing is won by asking for each of those that come one by one.
                Thread.sleep(PACE_MILLIS);
            }
        }
    }

    private void settleAll(BlockingQueue<Claimed> claimed, AtomicInteger left)
            throws SQLException, InterruptedException {
        while (left.get() > 0) {
            Claimed one = claimed.poll(10, TimeUnit.MILLISECONDS);
            if (one != null) {
                settle(one);
                left.decrementAndGet();
            }
        }
    }

    private void settle(Claimed one) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement settle = connection.prepareStatement(SETTLE)) {
                settle.setObject(1, one.id());
                settle.setLong(2, one.number());
                if (settle.executeUpdate() != 1) {
                    throw new IllegalStateException("lost");
                }
            }
            connection.commit();
        }
    }

    private List<Claimed> claim(int limit) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setInt(1, limit);
            try (var rows = claim.executeQuery()) {
                List<Claimed> claimed = new ArrayList<>();
                while (rows.next()) {
                    claimed.add(
                            new Claimed(
                                    rows.getObject(1, UUID.class),
                                    rows.getLong(2),
                                    rows.getString(4)));
                }
                return claimed;
            }
        }
    }

    /** Two claim a batch, and settle it in one statement. */
    @Override
    double drainOutside(int tasks) throws Exception {
        table.renew();
        Instant start = table.addReady(KIND, tasks, 0);
        Threads.time(
                2,
                () -> {
                    for (List<Claimed> batch = claim(CLAIMED_APART);
                            !batch.isEmpty();
                            batch = claim(CLAIMED_APART)) {
                        settleMany(batch);
                    }
                });
        return TaskTable.rate(tasks, start, table.lastEnd());
    }

    private void settleMany(List<Claimed> batch) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement settle = connection.prepareStatement(SETTLE_MANY)) {
            settle.setArray(
                    1, connection.createArrayOf("uuid", batch.stream().map(Claimed::id).toArray()));
            settle.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", batch.stream().map(Claimed::number).toArray()));
            settle.executeUpdate();
        }
    }

    @Override
    double both(int tasks) throws Exception {
        table.renew();
        Instant start = table.now();
        AtomicInteger left = new AtomicInteger(tasks / 4 * 4);
        AtomicBoolean isEnqueueing = new AtomicBoolean();
        Threads.time(
                2,
                () -> {
                    if (isEnqueueing.compareAndSet(false, true)) {
                        Threads.time(4, () -> insertEach(tasks / 4, "default"));
                    } else {
                        drainUntil(left);
                    }
                });
        return TaskTable.rate(tasks, start, table.lastEnd());
    }

    @Override
    public void close() {
        dataSource.close();
    }

    private record Claimed(UUID id, long number, String arguments) {}
}
