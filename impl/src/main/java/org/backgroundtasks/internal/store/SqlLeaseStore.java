package org.backgroundtasks.internal.store;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;

/** {@link LeaseStore} in SQL. */
final class SqlLeaseStore implements LeaseStore {

    private final Jdbc jdbc;
    private final DatabaseClock clock;
    private final Claims claims;
    private final EngineSql sql;

    SqlLeaseStore(Jdbc jdbc, DatabaseClock clock, Claims claims, EngineSql sql) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.claims = claims;
        this.sql = sql;
    }

    @Override
    public Survey survey() {
        Survey survey =
                jdbc.query(
                                "survey the tasks",
                                sql.survey(),
                                row ->
                                        new Survey(
                                                row.getTimestamp(1).toInstant(),
                                                Jdbc.instant(row, 2),
                                                Jdbc.instant(row, 3),
                                                row.getString(4)))
                        .get(0);
        clock.set(survey.now());
        return survey;
    }

    @Override
    public Optional<String> nextReadyQueue(String after) {
        return jdbc.query(
                        "list the queues",
                        sql.nextReadyQueue(),
                        row -> Optional.ofNullable(row.getString(1)),
                        after)
                .get(0);
    }

    @Override
    public int promote(int limit) {
        return jdbc.update("promote tasks", sql.promote(), limit);
    }

    @Override
    public List<ClaimedTask> claim(
            String queue, Set<String> signatures, int limit, Duration lease) {
        return signatures.isEmpty() ? List.of() : claims.claim(queue, signatures, limit, lease);
    }

    @Override
    public boolean settle(Lease lease, Outcome outcome) {
        Object id = lease.task().value();
        long number = lease.number();
        String what = "settle a task";
        String statement = sql.settle(outcome.transition());
        int rows;
        if (outcome instanceof Outcome.Retrying retrying) {
            rows =
                    jdbc.update(
                            what,
                            statement,
                            retrying.delay().toMillis(),
                            retrying.error(),
                            id,
                            number);
        } else if (outcome instanceof Outcome.Failed failed) {
            rows = jdbc.update(what, statement, failed.error(), id, number);
        } else {
            rows = jdbc.update(what, statement, id, number);
        }
        return rows == 1;
    }

    @Override
    public Renewal renew(Collection<Lease> leases, Duration lease) {
        if (leases.isEmpty()) {
            return new Renewal(Set.of(), Set.of());
        }
        List<Claims.HeldLease> held = claims.renew(leases, lease);
        Set<Lease> lost = new HashSet<>(leases);
        held.forEach(one -> lost.remove(one.lease()));
        Set<Lease> cancelled =
                held.stream()
                        .filter(Claims.HeldLease::cancelRequested)
                        .map(Claims.HeldLease::lease)
                        .collect(Collectors.toUnmodifiableSet());
        return new Renewal(Set.copyOf(lost), cancelled);
    }

    @Override
    public int reclaim(int limit, int maxLosses, String error) {
        return jdbc.update("reclaim tasks", sql.reclaim(), maxLosses, maxLosses, error, limit);
    }

    @Override
    public int prune(Duration succeeded, Duration failed, int limit) {
        int pruned = jdbc.update("prune tasks", sql.pruneSucceeded(), -succeeded.toMillis(), limit);
        return pruned == limit
                ? pruned
                : pruned
                        + jdbc.update(
                                "prune tasks",
                                sql.pruneOthers(),
                                -failed.toMillis(),
                                limit - pruned);
    }
}
