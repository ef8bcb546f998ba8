package org.backgroundtasks.internal.store.sql;

import org.backgroundtasks.internal.store.Conflicts;
import org.backgroundtasks.internal.store.Room;
import org.backgroundtasks.internal.store.Settled;
import org.backgroundtasks.internal.store.Wanted;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;

import static org.backgroundtasks.internal.store.sql.ClaimSql.COLUMNS;
import static org.backgroundtasks.internal.store.sql.ClaimSql.ORDER;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;

/**
 * For any database: candidates are read, and each is updated only if its lease number is still the
 * one that was read. Who comes second updates no row and goes on to the next candidate.
 */
public final class GuardedClaims implements Claims {

    private static final Comparator<Lease> BY_ID = Comparator.comparing(one -> one.task().value());

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final String table;
    private final String node;
    private final String claim;
    private final String renew;
    private final Map<Transition, String> settle;

    public GuardedClaims(Jdbc jdbc, Dialect dialect, String node) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        table = dialect.qualified(Schema.TASKS);
        this.node = node;
        claim = ClaimSql.guarded(table, ClaimSql.set(dialect), Transition.CLAIM);
        settle =
                Map.of(
                        Transition.SUCCEED,
                        ClaimSql.guarded(table, ClaimSql.succeed(dialect), Transition.SUCCEED),
                        Transition.RELEASE,
                        ClaimSql.guarded(table, ClaimSql.release(dialect), Transition.RELEASE));
        renew = "update %s set lease_until = %s where id = ?".formatted(table, dialect.laterBy());
    }

    /** Reads the arguments of what it has taken only, which other candidates are not to cost. */
    @Override
    public List<ClaimedTask> claim(String queue, Wanted wanted, Room room, Duration lease) {
        return claim(queue, wanted, room, lease, COLUMNS, row -> ClaimSql.claimed(queue, row));
    }

    /** Claims the first task and reads nothing of its arguments. */
    List<ClaimedTask> claimUnread(String queue, Wanted wanted, Duration lease) {
        return claim(
                queue,
                wanted,
                Room.of(1),
                lease,
                ClaimSql.unreadColumns(dialect),
                row -> ClaimSql.unread(queue, row));
    }

    private List<ClaimedTask> claim(
            String queue,
            Wanted wanted,
            Room room,
            Duration lease,
            String columns,
            Jdbc.RowMapper<ClaimedTask> mapper) {
        String candidates =
                """
                select id, lease_number, %s from %s where %s and %s and queue = ? and signature in (%s)
                and losses between ? and ?
                %s %s %s
                """
                        .formatted(
                                dialect.size("arguments"),
                                table,
                                ClaimSql.states(Transition.CLAIM),
                                dialect.own(),
                                EngineSql.placeholders(wanted.signatures().size()),
                                ORDER,
                                dialect.first("?"),
                                dialect.skipLocked());
        List<Object> parameters = new ArrayList<>();
        parameters.add(queue);
        parameters.addAll(wanted.signatures());
        parameters.add(wanted.minLosses());
        parameters.add(wanted.maxLosses());
        parameters.add(room.tasks());
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
                        if (!room.isLeft(claimed.size(), bytes)) {
                            break;
                        }
                        if (claim(connection, candidate.lease(), lease)) {
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
                                                    EngineSql.placeholders(claimed.size()),
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

    @Override
    public Settled succeed(Lease lease) {
        return jdbc.transaction(
                "settle a task",
                connection -> {
                    try {
                        return jdbc.update(
                                                connection,
                                                settle.get(Transition.SUCCEED),
                                                lease.task(),
                                                lease.number())
                                        == 1
                                ? Settled.RECORDED
                                : Settled.LEASE_LOST;
                    } catch (SQLException e) {
                        if (Conflicts.isLocked(e)
                                && !dialect.endsTransactionOfLockTimeout(connection)) {
                            return Settled.LOCKED;
                        }
                        throw e;
                    }
                });
    }

    @Override
    public int change(String what, FirstRows rows, Object... parameters) {
        return jdbc.transaction(
                what,
                connection -> {
                    List<TaskId> ids =
                            jdbc.query(connection, rows.choice(), row -> row.id(1), parameters);
                    if (ids.isEmpty()) {
                        return 0;
                    }
                    String statement =
                            "%s where %s and id in (%s)"
                                    .formatted(
                                            rows.change(),
                                            rows.states(),
                                            EngineSql.placeholders(ids.size()));
                    return jdbc.update(connection, statement, ids.toArray());
                });
    }

    @Override
    public Map<Lease, TaskState> settle(Transition transition, Collection<Lease> leases) {
        return jdbc.transaction(
                "settle tasks",
                connection -> {
                    String unlocked = mine(leases.size()) + dialect.skipLocked();
                    Stream<Lease> all =
                            read(connection, unlocked, leases).stream()
                                    .map(HeldLease::lease)
                                    .filter(leases::contains);
                    Map<Lease, TaskState> settled = new HashMap<>();
                    // In one order, so that two who do this cannot wait for each other.
                    for (Lease one : all.sorted(BY_ID).toList()) {
                        if (jdbc.update(
                                        connection,
                                        settle.get(transition),
                                        one.task(),
                                        one.number())
                                == 1) {
                            settled.put(one, state(connection, one.task()));
                        }
                    }
                    return settled;
                });
    }

    private TaskState state(Connection connection, TaskId id) throws SQLException {
        return jdbc.query(
                        connection,
                        "select state from %s where id = ?".formatted(table),
                        row -> row.state(1),
                        id)
                .get(0);
    }

    @Override
    public List<HeldLease> held(Collection<Lease> leases) {
        return jdbc.transaction(
                "check leases", connection -> read(connection, mine(leases.size()), leases));
    }

    /** Parameters: the node, the ids; columns of {@link ClaimSql#held}. */
    private String mine(int ids) {
        return """
        select id, lease_number, cancel_requested from %s
        where node = ? and state = 'RUNNING' and id in (%s)
        """
                .formatted(table, EngineSql.placeholders(ids));
    }

    private List<HeldLease> read(Connection connection, String statement, Collection<Lease> leases)
            throws SQLException {
        List<Object> parameters = new ArrayList<>();
        parameters.add(node);
        leases.forEach(one -> parameters.add(one.task()));
        return jdbc.query(connection, statement, ClaimSql::held, parameters.toArray());
    }

    @Override
    public List<HeldLease> renew(Collection<Lease> leases, Duration lease) {
        String mine = mine(leases.size());
        return jdbc.transaction(
                "renew leases",
                connection -> {
                    // Rows that somebody has locked are skipped, so that they hold up no others;
                    // and they are lost
                    // only if they are no longer ours, which reading tells.
                    for (HeldLease one : read(connection, mine + dialect.skipLocked(), leases)) {
                        jdbc.update(connection, renew, lease.toMillis(), one.lease().task());
                    }
                    return read(connection, mine, leases);
                });
    }
}
