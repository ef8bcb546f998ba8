package org.backgroundtasks.internal.store.sql;

import static org.backgroundtasks.internal.store.engine.TaskSql.states;
import static org.backgroundtasks.internal.task.Transition.CANCEL_RUNNING;
import static org.backgroundtasks.internal.task.Transition.FAIL_RECLAIMED;
import static org.backgroundtasks.internal.task.Transition.RECLAIM;
import static org.backgroundtasks.internal.task.Transition.SUCCEED;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.HeldLease;
import org.backgroundtasks.internal.store.engine.RenewalTable;
import org.backgroundtasks.internal.store.engine.Renewals;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.store.worker.LeaseStore;
import org.backgroundtasks.internal.store.worker.ReclaimRules;
import org.backgroundtasks.internal.store.worker.Reclaimed;
import org.backgroundtasks.internal.store.worker.Renewal;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;

/** {@link LeaseStore} in SQL. */
final class SqlLeaseStore implements LeaseStore {

    private final Jdbc jdbc;
    private final Renewals renewals;
    private final String node;
    private final String table;
    private final String held;
    private final Optional<String> holder;
    private final String allExpired;
    private final String expired;
    private final Map<Transition, String> reclaim = new EnumMap<>(Transition.class);
    private final String recordFailure;

    SqlLeaseStore(Jdbc jdbc, Dialect dialect, Renewals renewals, String node) {
        this.jdbc = jdbc;
        this.renewals = renewals;
        this.node = node;
        table = dialect.qualified(Schema.TASKS);
        held =
                "select id, lease_number from %s where %s and lease_until is not null and node = ?"
                        .formatted(table, states(SUCCEED));
        holder = dialect.holder(table);
        allExpired = allExpired(dialect);
        // Locks the rows, and skips locked ones.
        expired = allExpired + dialect.skipLocked();
        for (Transition transition : List.of(RECLAIM, FAIL_RECLAIMED, CANCEL_RUNNING)) {
            reclaim.put(transition, reclaim(dialect, transition));
        }
        recordFailure = FailureSql.record(dialect);
    }

    /** Parameter: the limit; columns of {@link ExpiredRow}. */
    private String allExpired(Dialect dialect) {
        return """
        select %s from %s t where %s and %s and lease_until < %s and %s
        order by lease_until %s
        """
                .formatted(
                        ExpiredRow.COLUMNS,
                        table,
                        states(RECLAIM),
                        dialect.own(),
                        dialect.now(),
                        RenewalTable.notRenewed(dialect),
                        dialect.first("?"));
    }

    /** Parameters: the id, the lease number. */
    private String reclaim(Dialect dialect, Transition transition) {
        String set =
                "set lease_until = null, losses = losses + 1, state = '%s', finished_at = %s"
                        .formatted(
                                transition.target(),
                                transition == RECLAIM ? "null" : dialect.now());
        return TaskSql.guarded(table, set, transition);
    }

    @Override
    public List<Lease> held() {
        return jdbc.query("list the leases of this node", held, Row::lease, node);
    }

    @Override
    public Renewal renew(Collection<Lease> leases, Duration lease) {
        if (leases.isEmpty()) {
            return new Renewal(Set.of(), Set.of());
        }
        List<HeldLease> kept = renewals.renew(leases, lease);
        Set<Lease> lost = new HashSet<>(leases);
        kept.forEach(one -> lost.remove(one.lease()));
        Set<Lease> cancelled =
                kept.stream()
                        .filter(HeldLease::cancelRequested)
                        .map(HeldLease::lease)
                        .collect(Collectors.toUnmodifiableSet());
        return new Renewal(Set.copyOf(lost), cancelled);
    }

    @Override
    public Optional<String> holder(TaskId id) {
        return holder.stream()
                .flatMap(
                        statement ->
                                jdbc
                                        .query(
                                                "ask who has locked a task",
                                                statement,
                                                row -> Optional.ofNullable(row.textOrNull(1)),
                                                id)
                                        .stream())
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public List<Lease> lockedAndExpired(int limit) {
        return jdbc.transaction(
                "look for locked tasks",
                connection -> {
                    List<Lease> locked = new ArrayList<>(leases(connection, allExpired, limit));
                    locked.removeAll(leases(connection, expired, limit));
                    return locked;
                });
    }

    private List<Lease> leases(Connection connection, String statement, int limit)
            throws SQLException {
        return jdbc.query(connection, statement, row -> ExpiredRow.read(row).lease(), limit);
    }

    @Override
    public List<Reclaimed> reclaim(int limit, ReclaimRules rules, Collection<Lease> spared) {
        return jdbc.transaction(
                "reclaim tasks", connection -> reclaim(connection, limit, rules, spared));
    }

    @Override
    public void tryToReclaim(int limit, ReclaimRules rules, Collection<Lease> spared) {
        jdbc.tryOut(
                "try to reclaim tasks", connection -> reclaim(connection, limit, rules, spared));
    }

    private List<Reclaimed> reclaim(
            Connection connection, int limit, ReclaimRules rules, Collection<Lease> spared)
            throws SQLException {
        List<Reclaimed> reclaimed = new ArrayList<>();
        int most = limit + spared.size();
        for (ExpiredRow row : jdbc.query(connection, expired, ExpiredRow::read, most)) {
            if (reclaimed.size() == limit) {
                break;
            }
            if (spared.contains(row.lease())) {
                continue;
            }
            Transition transition = row.transition(rules);
            TaskId id = row.lease().task();
            long number = row.lease().number();
            if (jdbc.update(connection, reclaim.get(transition), id, number) == 1) {
                jdbc.update(connection, recordFailure, rules.error(), id, number);
                reclaimed.add(row.reclaimed(transition));
            }
        }
        return reclaimed;
    }
}
