package org.backgroundtasks.internal.store;

import static org.backgroundtasks.internal.store.ClaimSql.COLUMNS;
import static org.backgroundtasks.internal.store.ClaimSql.ORDER;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;

/**
 * For any database: candidates are read, and each is updated only if its lease number is still the
 * one that was read. Who comes second updates no row and goes on to the next candidate.
 */
final class GuardedClaims implements Claims {

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final String table;
    private final String node;
    private final String claim;
    private final String renew;
    private final String succeed;

    GuardedClaims(Jdbc jdbc, Dialect dialect, String table, String node) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        this.table = table;
        this.node = node;
        claim = ClaimSql.guarded(table, ClaimSql.set(dialect), Transition.CLAIM);
        succeed = ClaimSql.guarded(table, ClaimSql.succeed(dialect), Transition.SUCCEED);
        renew = "update %s set lease_until = %s where id = ?".formatted(table, dialect.laterBy());
    }

    @Override
    public List<ClaimedTask> claim(String queue, Wanted wanted, int limit, Duration lease) {
        String candidates =
                """
                select %s from %s where %s and queue = ? and signature in (%s) and losses between ? and ?
                %s fetch first ? rows only %s
                """
                        .formatted(
                                COLUMNS,
                                table,
                                ClaimSql.states(Transition.CLAIM),
                                EngineSql.placeholders(wanted.signatures().size()),
                                ORDER,
                                dialect.skipLocked());
        List<Object> parameters = new ArrayList<>();
        parameters.add(queue);
        parameters.addAll(wanted.signatures());
        parameters.add(wanted.minLosses());
        parameters.add(wanted.maxLosses());
        parameters.add(limit);
        return jdbc.transaction(
                "claim tasks",
                connection -> {
                    List<ClaimedTask> claimed = new ArrayList<>();
                    for (ClaimedTask candidate :
                            jdbc.query(
                                    connection,
                                    candidates,
                                    row -> ClaimSql.claimed(queue, row),
                                    parameters.toArray())) {
                        if (claim(connection, candidate.lease(), lease)) {
                            claimed.add(afterClaim(candidate));
                        }
                    }
                    return claimed;
                });
    }

    private boolean claim(Connection connection, Lease read, Duration lease) throws SQLException {
        return jdbc.update(
                        connection,
                        claim,
                        node,
                        lease.toMillis(),
                        read.task().value(),
                        read.number())
                == 1;
    }

    private static ClaimedTask afterClaim(ClaimedTask read) {
        return new ClaimedTask(
                new Lease(read.lease().task(), read.lease().number() + 1),
                read.queue(),
                read.invocation(),
                read.attempt() + 1,
                read.maxAttempts(),
                read.createdBy(),
                read.losses());
    }

    @Override
    public Set<Lease> succeed(Collection<Lease> leases) {
        return jdbc.transaction(
                "settle tasks",
                connection -> {
                    Set<Lease> held = new HashSet<>();
                    for (Lease one : leases) {
                        if (jdbc.update(connection, succeed, one.task().value(), one.number())
                                == 1) {
                            held.add(one);
                        }
                    }
                    return held;
                });
    }

    @Override
    public List<HeldLease> renew(Collection<Lease> leases, Duration lease) {
        List<Object> mine = new ArrayList<>();
        mine.add(node);
        leases.forEach(one -> mine.add(one.task().value()));
        String held =
                "select id, lease_number, cancel_requested from %s where node = ? and state = 'RUNNING' and id in (%s)"
                        .formatted(table, EngineSql.placeholders(leases.size()));
        return jdbc.transaction(
                "renew leases",
                connection -> {
                    // Rows that somebody has locked are skipped, so that they hold up no others;
                    // and they are lost
                    // only if they are no longer ours, which reading tells.
                    List<HeldLease> free =
                            jdbc.query(
                                    connection,
                                    held + " " + dialect.skipLocked(),
                                    ClaimSql::held,
                                    mine.toArray());
                    for (HeldLease one : free) {
                        jdbc.update(
                                connection, renew, lease.toMillis(), one.lease().task().value());
                    }
                    return jdbc.query(connection, held, ClaimSql::held, mine.toArray());
                });
    }
}
