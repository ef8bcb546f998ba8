package org.backgroundtasks.internal.store.sql;

import static org.backgroundtasks.internal.store.engine.TaskSql.states;
import static org.backgroundtasks.internal.task.Transition.CLAIM;
import static org.backgroundtasks.internal.task.Transition.PROMOTE;
import static org.backgroundtasks.internal.task.Transition.RECLAIM;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.Claims;
import org.backgroundtasks.internal.store.engine.FirstRows;
import org.backgroundtasks.internal.store.engine.GuardedClaims;
import org.backgroundtasks.internal.store.engine.RenewalTable;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.store.sql.key.SqlKeyStore;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.store.worker.ClaimStore;
import org.backgroundtasks.internal.store.worker.ReadyQueue;
import org.backgroundtasks.internal.store.worker.WorkSnapshot;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lane;

/** {@link ClaimStore} in SQL. */
final class SqlClaimStore implements ClaimStore {

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final DatabaseClock clock;
    private final Claims claims;
    private final GuardedClaims careful;
    private final String table;
    private final String snapshot;
    private final String nextReadyQueue;
    private final String pausedQueues;
    private final String arguments;
    private final FirstRows promote;

    /**
     * Makes the statements.
     *
     * @param careful claims tasks whose arguments are not read
     * @param isStrict whether leases are renewed in a table of their own
     */
    SqlClaimStore(
            Jdbc jdbc,
            Dialect dialect,
            DatabaseClock clock,
            Claims claims,
            GuardedClaims careful,
            boolean isStrict) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        this.clock = clock;
        this.claims = claims;
        this.careful = careful;
        table = dialect.qualified(Schema.TASKS);
        snapshot = snapshot(isStrict);
        nextReadyQueue =
                """
                select q.name, (select lane from %1$s where %2$s and %3$s and queue = q.name order by lane desc %4$s)
                from (select min(queue) as name from %1$s where %2$s and %3$s and queue > ?) q
                """
                        .formatted(table, states(CLAIM), dialect.own(), dialect.first("1"));
        pausedQueues =
                "select queue from %s where %s"
                        .formatted(dialect.qualified(Schema.PAUSES), dialect.own());
        arguments = "select arguments from %s where id = ?".formatted(table);
        promote =
                FirstRows.of(
                        dialect,
                        "update %s set state = '%s'".formatted(table, PROMOTE.target()),
                        states(PROMOTE),
                        "run_at",
                        "<= " + dialect.now());
    }

    /**
     * No parameters; columns: now, next due, next expiry, first ready queue, most losses, next
     * instant of a schedule, how many tasks wait to follow another, how many queues are paused.
     */
    private String snapshot(boolean isStrict) {
        return """
        select %1$s,
            (select %2$s from %3$s where %4$s and %5$s),
            (select %6$s from %3$s t where %7$s and %5$s%8$s),
            (select min(queue) from %3$s where %9$s and %5$s),
            (select max(losses) from %3$s where %9$s and %5$s and losses > 0),
            (select %11$s from %12$s where %5$s and (definition is null or declared_until > %13$s)),
            (select count(*) from %14$s where %5$s and %15$s),
            (select count(*) from %16$s where %5$s)
        %10$s
        """
                .formatted(
                        dialect.readable(dialect.now()),
                        dialect.readable("min(run_at)"),
                        table,
                        states(PROMOTE),
                        dialect.own(),
                        dialect.readable("min(lease_until)"),
                        states(RECLAIM),
                        // Else it is seen when the lease is about to be taken.
                        isStrict ? " and " + RenewalTable.notRenewed(dialect) : "",
                        states(CLAIM),
                        dialect.fromNothing(),
                        dialect.readable("min(next_at)"),
                        dialect.qualified(Schema.SCHEDULES),
                        dialect.now(),
                        dialect.qualified(Schema.KEYS),
                        SqlKeyStore.HAS_FOLLOWER,
                        dialect.qualified(Schema.PAUSES));
    }

    @Override
    public WorkSnapshot snapshot() {
        return jdbc.call(
                "find out what there is to do",
                connection -> {
                    // Not before there is a connection, for which it may have to wait.
                    long asked = clock.asking();
                    WorkSnapshot answer =
                            jdbc.query(connection, snapshot, SqlClaimStore::read).get(0);
                    clock.set(answer.now(), asked);
                    return answer;
                });
    }

    /** Reads the columns of the snapshot. */
    private static WorkSnapshot read(Row row) throws SQLException {
        return new WorkSnapshot(
                row.time(1),
                row.timeOrNull(2),
                row.timeOrNull(3),
                row.textOrNull(4),
                row.number(5),
                row.timeOrNull(6),
                row.count(7) > 0,
                row.count(8) > 0);
    }

    @Override
    public Optional<ReadyQueue> nextReadyQueue(String after) {
        return jdbc.query("list the queues", nextReadyQueue, SqlClaimStore::readyQueue, after)
                .get(0);
    }

    private static Optional<ReadyQueue> readyQueue(Row row) throws SQLException {
        String name = row.textOrNull(1);
        boolean hasLanes = !Lane.NONE.equals(row.textOrNull(2));
        return name == null ? Optional.empty() : Optional.of(new ReadyQueue(name, hasLanes));
    }

    @Override
    public Set<String> pausedQueues() {
        return Set.copyOf(jdbc.query("list the paused queues", pausedQueues, row -> row.text(1)));
    }

    @Override
    public int promote(int limit) {
        return promote.change(jdbc, "promote tasks", limit);
    }

    @Override
    public List<ClaimedTask> claim(ClaimRequest request) {
        return request.filter().signatures().isEmpty() ? List.of() : claims.claim(request);
    }

    @Override
    public List<ClaimedTask> claimUnread(ClaimRequest request) {
        return request.filter().signatures().isEmpty() ? List.of() : careful.claimUnread(request);
    }

    @Override
    public String arguments(TaskId id) {
        return jdbc.query("read the arguments of a task", arguments, row -> row.text(1), id).get(0);
    }

    @Override
    public Set<String> queuesOfLosers(ClaimFilter filter) {
        if (filter.signatures().isEmpty()) {
            return Set.of();
        }
        List<Object> parameters = new ArrayList<>();
        parameters.add(filter.minLosses());
        parameters.add(filter.maxLosses());
        parameters.addAll(filter.signatures());
        return Set.copyOf(
                jdbc.query(
                        "look for tasks that have lost workers",
                        queuesOf(filter.signatures().size()),
                        row -> row.text(1),
                        parameters.toArray()));
    }

    /** Parameters: the least losses, the most; then the signatures. */
    private String queuesOf(int signatures) {
        return """
        select distinct queue from %s
        where %s and %s and losses > 0 and losses between ? and ? and signature in (%s)
        """
                .formatted(table, states(CLAIM), dialect.own(), TaskSql.placeholders(signatures));
    }
}
