package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.config.StoreSettings;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.store.worker.ClaimStore;
import org.backgroundtasks.internal.store.worker.LeaseStore;
import org.backgroundtasks.internal.store.worker.ReclaimRules;
import org.backgroundtasks.internal.store.worker.SettleStore;
import org.backgroundtasks.internal.store.worker.UpkeepStore;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.testing.TestDatabase;
import org.backgroundtasks.testing.TestProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Which indexes PostgreSQL reads for what the worker asks, in a table whose statistics know only
 * tasks that have ended, as they mostly do; and while old versions of rows cannot be removed.
 */
class PostgreSqlPlansTest {

    private static final int TASKS = 400;
    private static final Set<String> SIGNATURES = Set.of("known");
    private static final ClaimFilter FILTER = ClaimFilter.all(SIGNATURES);
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration DAY = Duration.ofDays(1);

    private static final String WHOLE_SCANS =
            "select seq_scan from pg_stat_user_tables where relname = 'background_task'";

    private static final String READ_ENTRIES =
            "select idx_tup_read from pg_stat_user_indexes where indexrelname = 'background_task_scheduled'";

    private AgroalDataSource dataSource;
    private Stores stores;
    private ClaimStore claims;
    private SettleStore settling;
    private LeaseStore leases;
    private UpkeepStore upkeep;

    @BeforeEach
    void open() {
        TestProvider.HIBERNATE.install();
        dataSource = TestDatabase.POSTGRESQL.open();
        stores =
                Stores.open(
                        TestProvider.HIBERNATE.around(dataSource),
                        new StoreSettings("unused", SchemaMode.CREATE, null, ""),
                        "node",
                        Duration.ofSeconds(10));
        claims = stores.worker().claims();
        settling = stores.worker().settling();
        leases = stores.worker().leases();
        upkeep = stores.worker().upkeep();
        fill("SUCCEEDED", 0, 100_000);
        sql("vacuum analyze background_task");
        fill("READY", 0, TASKS);
        forgetStatistics();
    }

    @AfterEach
    void close() {
        stores.close();
        dataSource.close();
    }

    @Test
    void one_running_task_is_found_by_its_id_and_not_among_all_that_run_or_have_run()
            throws Exception {
        try (Connection another = dataSource.getConnection()) {
            another.setAutoCommit(false);
            number(another, "select count(*) from background_task");

            List<Lease> held = claim();
            leases.renew(held, LEASE);
            held.subList(0, 300).forEach(lease -> settling.settle(lease, new Outcome.Succeeded()));
            settling.settle(held.get(300), new Outcome.Failed("boom"));
            settling.settle(held.get(301), new Outcome.Released());
            settling.succeedUnlocked(held.subList(302, 350));
            settling.releaseUnlocked(held.subList(350, TASKS));
        }

        assertThat(scans("background_task_pkey")).isGreaterThan(300);
        assertThat(scans("background_task_running")).isZero();
        // The one of the open transaction.
        assertThat(statistic(WHOLE_SCANS)).isOne();
    }

    @Test
    void what_the_worker_looks_for_again_and_again_is_never_looked_for_in_the_whole_table() {
        claims.snapshot();
        claims.nextReadyQueue("");
        claims.promote(100);
        claims.queuesOfLosers(FILTER);
        upkeep.waitingLongerThan(DAY);
        claim();
        leases.held();
        leases.reclaim(100, new ReclaimRules(3, SIGNATURES, "lost"), Set.of());
        leases.lockedAndExpired(100);
        upkeep.prune(DAY, DAY, 1_000);
        upkeep.untilPrunable(DAY, DAY);

        assertThat(scans("background_task_running")).isPositive();
        assertThat(statistic(WHOLE_SCANS)).isZero();
    }

    @Test
    void what_is_due_is_found_among_many_tasks_that_wait_for_their_time() {
        fill("SCHEDULED", 24, 20_000);
        fill("SCHEDULED", 0, TASKS);
        forgetStatistics();

        assertThat(claims.promote(TASKS)).isEqualTo(TASKS);

        assertThat(statistic(READ_ENTRIES)).isBetween((long) TASKS, 20L * TASKS);
    }

    private List<Lease> claim() {
        return claims
                .claim(new ClaimRequest("default", FILTER, ClaimLimit.of(TASKS), LEASE))
                .stream()
                .map(ClaimedTask::lease)
                .toList();
    }

    private long scans(String index) {
        return statistic(
                "select idx_scan from pg_stat_user_indexes where indexrelname = '%s'"
                        .formatted(index));
    }

    private long statistic(String query) {
        awaitStatistics();
        return number(query);
    }

    private void forgetStatistics() {
        awaitStatistics();
        sql("select pg_stat_reset()");
    }

    /** A connection tells what it has counted at the latest when it ends. */
    private void awaitStatistics() {
        String connections =
                "select count(*) from pg_stat_activity where datname = current_database()";
        dataSource.flush(AgroalDataSource.FlushMode.ALL);
        await().until(() -> number(connections) == 1);
    }

    private void fill(String state, int hoursToRun, int count) {
        sql(
                """
                insert into background_task (id, name, signature, queue, priority, state, arguments, run_at,
                    created_at, finished_at, attempts, max_attempts, losses, lease_number, cancel_requested)
                select gen_random_uuid(), 'task', 'known', 'default', 0, '%1$s', '[]',
                    clock_timestamp() + %2$d * interval '1 hour', clock_timestamp(),
                    case when '%1$s' = 'SUCCEEDED' then clock_timestamp() end,
                    0, 3, 0, 0, false
                from generate_series(1, %3$d)
                """
                        .formatted(state, hoursToRun, count));
    }

    private void sql(String statement) {
        TestDatabase.execute(dataSource, statement);
    }

    private long number(String query) {
        try (Connection connection = dataSource.getConnection()) {
            return number(connection, query);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
