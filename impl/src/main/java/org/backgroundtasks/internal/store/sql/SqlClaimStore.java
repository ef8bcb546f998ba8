package org.backgroundtasks.internal.store.sql;

import static org.backgroundtasks.internal.store.engine.TaskSql.states;
import static org.backgroundtasks.internal.task.Transition.CLAIM;
import static org.backgroundtasks.internal.task.Transition.PROMOTE;
import static org.backgroundtasks.internal.task.Transition.RECLAIM;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.ClaimStore;
import org.backgroundtasks.internal.store.Room;
import org.backgroundtasks.internal.store.Survey;
import org.backgroundtasks.internal.store.Wanted;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.Claims;
import org.backgroundtasks.internal.store.engine.FirstRows;
import org.backgroundtasks.internal.store.engine.GuardedClaims;
import org.backgroundtasks.internal.store.engine.RenewalTable;
import org.backgroundtasks.internal.store.engine.ReturningClaims;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.ClaimedTask;

/** {@link ClaimStore} in SQL. */
final class SqlClaimStore implements ClaimStore {

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final DatabaseClock clock;
    private final Claims claims;
    private final GuardedClaims careful;
    private final String table;
    private final String survey;
    private final String nextReadyQueue;
    private final String arguments;
    private final FirstRows promote;

    /**
     * Makes the statements.
     *
     * @param isStrict whether leases are renewed in a table of their own
     */
    SqlClaimStore(Jdbc jdbc, Dialect dialect, DatabaseClock clock, String node, boolean isStrict) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        this.clock = clock;
        careful = new GuardedClaims(jdbc, dialect, node);
        claims = dialect.returnsUpdated() ? new ReturningClaims(jdbc, dialect, node) : careful;
        table = dialect.qualified(Schema.TASKS);
        survey = survey(isStrict);
        nextReadyQueue =
                "select min(queue) from %s where %s and %s and queue > ?"
                        .formatted(table, states(CLAIM), dialect.own());
        arguments = "select arguments from %s where id = ?".formatted(table);
        promote =
                FirstRows.of(
                        dialect,
                        "update %s set state = '%s'".formatted(table, PROMOTE.target()),
                        states(PROMOTE),
                        "run_at",
                        "<= " + dialect.now());
    }

    /** No parameters; columns: now, next due, next expiry, first ready queue, most losses. */
    private String survey(boolean isStrict) {
        return """
        select %1$s,
            (select %2$s from %3$s where %4$s and %5$s),
            (select %6$s from %3$s t where %7$s and %5$s%8$s),
            (select min(queue) from %3$s where %9$s and %5$s),
            (select max(losses) from %3$s where %9$s and %5$s and losses > 0)
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
                        dialect.fromNothing());
    }

    @Override
    public Survey survey() {
        return jdbc.call(
                "survey the tasks",
                connection -> {
                    // Not before there is a connection, for which it may have to wait.
                    long asked = System.nanoTime();
                    Survey answer = jdbc.query(connection, survey, SqlClaimStore::read).get(0);
                    clock.set(answer.now(), asked);
                    return answer;
                });
    }

    /** Reads the columns of the survey. */
    private static Survey read(Row row) throws SQLException {
        return new Survey(
                row.time(1),
                row.timeOrNull(2),
                row.timeOrNull(3),
                row.textOrNull(4),
                row.number(5));
    }

    @Override
    public Optional<String> nextReadyQueue(String after) {
        return jdbc.query(
                        "list the queues",
                        nextReadyQueue,
                        row -> Optional.ofNullable(row.textOrNull(1)),
                        after)
                .get(0);
    }

    @Override
    public int promote(int limit) {
        return promote.change(jdbc, dialect, "promote tasks", limit);
    }

    @Override
    public List<ClaimedTask> claim(String queue, Wanted wanted, Room room, Duration lease) {
        return wanted.signatures().isEmpty() ? List.of() : claims.claim(queue, wanted, room, lease);
    }

    @Override
    public List<ClaimedTask> claimUnread(String queue, Wanted wanted, Duration lease) {
        return wanted.signatures().isEmpty()
                ? List.of()
                : careful.claimUnread(queue, wanted, lease);
    }

    @Override
    public String arguments(TaskId id) {
        return jdbc.query("read the arguments of a task", arguments, row -> row.text(1), id).get(0);
    }

    @Override
    public Set<String> queuesOfLosers(Wanted wanted) {
        if (wanted.signatures().isEmpty()) {
            return Set.of();
        }
        List<Object> parameters = new ArrayList<>();
        parameters.add(wanted.minLosses());
        parameters.add(wanted.maxLosses());
        parameters.addAll(wanted.signatures());
        return Set.copyOf(
                jdbc.query(
                        "look for tasks that have lost workers",
                        queuesOf(wanted.signatures().size()),
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
