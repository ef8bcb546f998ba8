package org.backgroundtasks.internal.store.engine;

import static org.backgroundtasks.internal.store.engine.ClaimSql.COLUMNS;
import static org.backgroundtasks.internal.store.engine.ClaimSql.ORDER;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.store.ClaimLimit;
import org.backgroundtasks.internal.store.ClaimRequest;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;

/**
 * For any database: candidates are read, and each is updated only if its lease number is still the
 * one that was read. Who comes second updates no row and goes on to the next candidate.
 */
public final class GuardedClaims implements Claims {

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final String table;
    private final String node;
    private final String claim;

    public GuardedClaims(Jdbc jdbc, Dialect dialect, String node) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        table = dialect.qualified(Schema.TASKS);
        this.node = node;
        claim = TaskSql.guarded(table, ClaimSql.set(dialect), Transition.CLAIM);
    }

    /** Reads the arguments of what it has taken only, which other candidates are not to cost. */
    @Override
    public List<ClaimedTask> claim(ClaimRequest request) {
        return claim(request, COLUMNS, row -> ClaimSql.claimed(request.queue(), row));
    }

    /** Reads nothing of the arguments. */
    public List<ClaimedTask> claimUnread(ClaimRequest request) {
        return claim(
                request,
                ClaimSql.unreadColumns(dialect),
                row -> ClaimSql.unread(request.queue(), row));
    }

    private List<ClaimedTask> claim(
            ClaimRequest request, String columns, Jdbc.RowMapper<ClaimedTask> mapper) {
        ClaimFilter filter = request.filter();
        ClaimLimit limit = request.limit();
        String candidates =
                """
                select id, lease_number, %s from %s where %s and %s and queue = ? and signature in (%s)
                and losses between ? and ?
                %s %s %s
                """
                        .formatted(
                                dialect.size("arguments"),
                                table,
                                TaskSql.states(Transition.CLAIM),
                                dialect.own(),
                                TaskSql.placeholders(filter.signatures().size()),
                                ORDER,
                                dialect.first("?"),
                                dialect.skipLocked());
        List<Object> parameters = new ArrayList<>();
        parameters.add(request.queue());
        parameters.addAll(filter.signatures());
        parameters.add(filter.minLosses());
        parameters.add(filter.maxLosses());
        parameters.add(limit.tasks());
        return jdbc.transaction(
                "claim tasks",
                connection -> {
                    List<Lease> claimed = new ArrayList<>();
                    long bytes = 0;
                    for (Candidate candidate :
                            jdbc.query(
                                    connection,
                                    candidates,
                                    row -> new Candidate(row.lease(), row.count(3)),
                                    parameters.toArray())) {
                        if (!limit.isLeft(claimed.size(), bytes)) {
                            break;
                        }
                        if (claim(connection, candidate.lease(), request.lease())) {
                            claimed.add(candidate.lease());
                            bytes += candidate.size();
                        }
                    }
                    return claimed.isEmpty()
                            ? List.of()
                            : jdbc.query(
                                    connection,
                                    "select %s from %s where id in (%s) %s"
                                            .formatted(
                                                    columns,
                                                    table,
                                                    TaskSql.placeholders(claimed.size()),
                                                    ORDER),
                                    mapper,
                                    claimed.stream().map(Lease::task).toArray());
                });
    }

    private record Candidate(Lease lease, long size) {}

    private boolean claim(Connection connection, Lease read, Duration lease) throws SQLException {
        return jdbc.update(connection, claim, node, lease.toMillis(), read.task(), read.number())
                == 1;
    }
}
