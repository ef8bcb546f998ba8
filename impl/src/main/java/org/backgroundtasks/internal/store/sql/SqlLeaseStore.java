package org.backgroundtasks.internal.store.sql;

import org.backgroundtasks.internal.store.LeaseStore;
import org.backgroundtasks.internal.store.ReclaimRules;
import org.backgroundtasks.internal.store.Reclaimed;
import org.backgroundtasks.internal.store.Recorded;
import org.backgroundtasks.internal.store.Renewal;
import org.backgroundtasks.internal.store.Room;
import org.backgroundtasks.internal.store.Settled;
import org.backgroundtasks.internal.store.Survey;
import org.backgroundtasks.internal.store.Waiting;
import org.backgroundtasks.internal.store.Wanted;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.internal.task.Transition;
import org.jspecify.annotations.Nullable;

/** {@link LeaseStore} in SQL. */
public final class SqlLeaseStore implements LeaseStore {

    private final Jdbc jdbc;
    private final DatabaseClock clock;
    private final Claims claims;
    private final GuardedClaims careful;
    private final Renewals renewals;
    private final EngineSql sql;
    private final Neighbours neighbours;
    private final String node;

    public SqlLeaseStore(
            Jdbc jdbc,
            DatabaseClock clock,
            Claims claims,
            GuardedClaims careful,
            Renewals renewals,
            EngineSql sql,
            Neighbours neighbours,
            String node) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.claims = claims;
        this.careful = careful;
        this.renewals = renewals;
        this.sql = sql;
        this.neighbours = neighbours;
        this.node = node;
    }

    @Override
    public Survey survey() {
        return jdbc.call(
                "survey the tasks",
                connection -> {
                    // Not before there is a connection, for which it may have to wait.
                    long asked = System.nanoTime();
                    Survey survey =
                            jdbc.query(connection, sql.survey(), SqlLeaseStore::survey).get(0);
                    clock.set(survey.now(), asked);
                    return survey;
                });
    }

    private static Survey survey(Row row) throws SQLException {
        return new Survey(
                row.time(1),
                row.timeOrNull(2),
                row.timeOrNull(3),
                row.textOrNull(4),
                row.number(5));
    }

    @Override
    public void relaxTransaction() {
        sql.relax().ifPresent(statement -> jdbc.update("begin", statement));
    }

    @Override
    public void probe() {
        jdbc.query("answer", sql.probe(), row -> row.number(1));
    }

    @Override
    public void probeChanging() {
        jdbc.update("change tasks", sql.changeNothing(), TaskIds.next());
    }

    @Override
    public void probeWriting(Runnable connected) {
        jdbc.call(
                "write",
                connection -> {
                    connected.run();
                    return jdbc.update(connection, sql.changeNothing(), TaskIds.next());
                });
        neighbours.sayPresent();
    }

    @Override
    public void tryToChange(Lease lease) {
        jdbc.tryOut(
                "try to change a task",
                connection -> jdbc.update(connection, sql.change(), lease.task()));
    }

    @Override
    public Optional<String> holder(TaskId id) {
        return sql.holder().stream()
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
    public void abortOverdue() {
        jdbc.abortOverdue();
    }

    @Override
    public void lookForNeighbours() {
        neighbours.look();
    }

    @Override
    public Optional<String> nextReadyQueue(String after) {
        return jdbc.query(
                        "list the queues",
                        sql.nextReadyQueue(),
                        row -> Optional.ofNullable(row.textOrNull(1)),
                        after)
                .get(0);
    }

    @Override
    public int promote(int limit) {
        return claims.change("promote tasks", sql.promote(), limit);
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
        return jdbc.query("read the arguments of a task", sql.arguments(), row -> row.text(1), id)
                .get(0);
    }

    @Override
    public List<Lease> held() {
        return jdbc.query("list the leases of this node", sql.held(), Row::lease, node);
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
                        sql.queuesOf(wanted.signatures().size()),
                        row -> row.text(1),
                        parameters.toArray()));
    }

    @Override
    public Set<String> runningQueues() {
        return Set.copyOf(
                jdbc.query(
                        "list the queues that are served",
                        sql.runningQueues(),
                        row -> row.text(1)));
    }

    @Override
    public List<Waiting> waitingLongerThan(Duration duration) {
        return jdbc.query(
                "count the waiting tasks",
                sql.waiting(),
                row -> new Waiting(row.text(1), row.text(2), row.text(3), row.count(4)),
                -duration.toMillis());
    }

    @Override
    public Optional<TaskState> settle(Lease lease, Outcome outcome) {
        TaskId id = lease.task();
        long number = lease.number();
        String what = "settle a task";
        String statement = sql.settle(outcome.transition());
        if (outcome instanceof Outcome.Succeeded) {
            return jdbc.update(what, statement, id, number) == 1
                    ? Optional.of(TaskState.SUCCEEDED)
                    : Optional.empty();
        }
        return jdbc.transaction(
                what,
                connection -> {
                    int rows =
                            outcome instanceof Outcome.Retrying retrying
                                    ? jdbc.update(
                                            connection,
                                            statement,
                                            retrying.delay().toMillis(),
                                            id,
                                            number)
                                    : jdbc.update(connection, statement, id, number);
                    String error = outcome.error();
                    if (rows == 0) {
                        // The answer to an earlier try, or to a commit, may not have come through.
                        return state(connection, sql.recordedState(), id, number, error);
                    }
                    if (error != null) {
                        jdbc.update(connection, sql.recordFailure(), error, id, number);
                    }
                    return state(connection, sql.state(), id, number);
                });
    }

    private Optional<TaskState> state(
            Connection connection, String statement, @Nullable Object... parameters)
            throws SQLException {
        return jdbc.query(connection, statement, row -> row.state(1), parameters).stream()
                .findFirst();
    }

    @Override
    public Settled succeed(Lease lease) {
        return claims.succeed(lease);
    }

    @Override
    public Recorded succeedUnlocked(Collection<Lease> leases) {
        if (leases.isEmpty()) {
            return new Recorded(Set.of(), Set.of());
        }
        Set<Lease> succeeded = claims.settle(Transition.SUCCEED, leases).keySet();
        List<Lease> others = leases.stream().filter(lease -> !succeeded.contains(lease)).toList();
        return new Recorded(succeeded, others.isEmpty() ? Set.of() : held(others));
    }

    private Set<Lease> held(List<Lease> leases) {
        return claims.held(leases).stream()
                .map(Claims.HeldLease::lease)
                .filter(leases::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<Lease> succeeded(Collection<Lease> leases) {
        Object[] ids = leases.stream().map(Lease::task).toArray();
        return jdbc
                .query("ask for successes", sql.standing(ids.length), ClaimSql::settled, ids)
                .stream()
                .filter(one -> one.getValue() == TaskState.SUCCEEDED)
                .map(Map.Entry::getKey)
                .filter(leases::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Map<Lease, TaskState> releaseUnlocked(Collection<Lease> leases) {
        return leases.isEmpty() ? Map.of() : claims.settle(Transition.RELEASE, leases);
    }

    @Override
    public Renewal renew(Collection<Lease> leases, Duration lease) {
        if (leases.isEmpty()) {
            return new Renewal(Set.of(), Set.of());
        }
        List<Claims.HeldLease> held = renewals.renew(leases, lease);
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
    public List<Lease> lockedAndExpired(int limit) {
        return jdbc.transaction(
                "look for locked tasks",
                connection -> {
                    List<Lease> locked =
                            new ArrayList<>(leases(connection, sql.allExpired(), limit));
                    locked.removeAll(leases(connection, sql.expired(), limit));
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
        for (ExpiredRow expired : jdbc.query(connection, sql.expired(), ExpiredRow::read, most)) {
            if (spared.contains(expired.lease())) {
                continue;
            }
            Transition transition = expired.transition(rules);
            TaskId id = expired.lease().task();
            long number = expired.lease().number();
            if (jdbc.update(connection, sql.reclaim(transition), id, number) == 1) {
                jdbc.update(connection, sql.recordFailure(), rules.error(), id, number);
                reclaimed.add(expired.reclaimed(transition));
            }
        }
        return reclaimed;
    }

    @Override
    public int prune(Duration succeeded, Duration failed, int limit) {
        String what = "prune tasks";
        int pruned = claims.change(what, sql.pruneSucceeded(), -succeeded.toMillis(), limit);
        return pruned == limit
                ? pruned
                : pruned
                        + claims.change(
                                what, sql.pruneOthers(), -failed.toMillis(), limit - pruned);
    }

    @Override
    public Optional<Duration> untilPrunable(Duration succeeded, Duration failed) {
        return jdbc.query(
                        "look for the next tasks to prune",
                        sql.oldestEnds(),
                        row ->
                                Stream.of(until(row, 2, succeeded), until(row, 3, failed))
                                        .flatMap(Optional::stream)
                                        .min(Duration::compareTo))
                .get(0);
    }

    /** From the time in the first column until a while after that in another. */
    private static Optional<Duration> until(Row row, int column, Duration after)
            throws SQLException {
        Instant end = row.timeOrNull(column);
        Instant now = row.time(1);
        return Optional.ofNullable(end).map(time -> Duration.between(now, time).plus(after));
    }
}
