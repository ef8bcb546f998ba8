package org.backgroundtasks.internal.store.sql;

import static org.backgroundtasks.internal.store.engine.TaskSql.ifCancelled;
import static org.backgroundtasks.internal.store.engine.TaskSql.unlessCancelled;
import static org.backgroundtasks.internal.task.Transition.FAIL;
import static org.backgroundtasks.internal.task.Transition.RELEASE;
import static org.backgroundtasks.internal.task.Transition.RETRY;
import static org.backgroundtasks.internal.task.Transition.SNOOZE;
import static org.backgroundtasks.internal.task.Transition.SUCCEED;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.HeldLease;
import org.backgroundtasks.internal.store.engine.Renewals;
import org.backgroundtasks.internal.store.engine.Settling;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.store.worker.Recorded;
import org.backgroundtasks.internal.store.worker.SettleStore;
import org.backgroundtasks.internal.store.worker.Settled;
import org.backgroundtasks.internal.store.worker.Standing;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.Transition;
import org.jspecify.annotations.Nullable;

/** {@link SettleStore} in SQL. */
final class SqlSettleStore implements SettleStore {

    private final Jdbc jdbc;
    private final Settling settling;
    private final Renewals renewals;
    private final String table;
    private final String lock;
    private final Map<Transition, String> settle = new EnumMap<>(Transition.class);
    private final String state;
    private final String recordedState;
    private final String recordFailure;

    SqlSettleStore(Jdbc jdbc, Dialect dialect, Settling settling, Renewals renewals) {
        this.jdbc = jdbc;
        this.settling = settling;
        this.renewals = renewals;
        table = dialect.qualified(Schema.TASKS);
        lock = dialect.lock();
        settle.put(SUCCEED, TaskSql.guarded(table, TaskSql.succeed(dialect), SUCCEED));
        settle.put(
                RETRY,
                settle(
                        RETRY,
                        """
                        state = %s, finished_at = %s,
                        run_at = %s"""
                                .formatted(
                                        unlessCancelled(dialect, RETRY),
                                        ifCancelled(dialect, dialect.now()),
                                        dialect.laterBy())));
        settle.put(
                SNOOZE,
                settle(
                        SNOOZE,
                        """
                        state = %s, attempts = attempts - 1, snoozes = snoozes + 1, finished_at = %s,
                        run_at = %s"""
                                .formatted(
                                        unlessCancelled(dialect, SNOOZE),
                                        ifCancelled(dialect, dialect.now()),
                                        dialect.laterBy())));
        settle.put(
                FAIL,
                settle(
                        FAIL,
                        "state = %s, finished_at = %s"
                                .formatted(unlessCancelled(dialect, FAIL), dialect.now())));
        settle.put(RELEASE, TaskSql.guarded(table, TaskSql.release(dialect), RELEASE));

        state = "select state from %s where id = ? and lease_number = ?".formatted(table);
        recordedState = recordedState(dialect);
        recordFailure = FailureSql.record(dialect);
    }

    private String settle(Transition transition, String set) {
        return TaskSql.guarded(table, "set lease_until = null, " + set, transition);
    }

    /**
     * Where a task stands whose outcome was recorded before, under the same lease. Parameters: the
     * id, the lease number, the error.
     */
    private String recordedState(Dialect dialect) {
        return """
        select state from %1$s where id = ? and lease_number = ? and (state = '%2$s' or exists (
            select 1 from %3$s f where f.task_id = %1$s.id and f.lease_number = %1$s.lease_number
                and %4$s))
        """
                .formatted(
                        table,
                        SUCCEED.target(),
                        dialect.qualified(Schema.FAILURES),
                        dialect.isLongText("f.error"));
    }

    @Override
    public Optional<Standing> settle(Lease lease, Outcome outcome) {
        TaskId id = lease.task();
        long number = lease.number();
        String what = "settle a task";
        String statement = statement(outcome.transition());
        if (outcome instanceof Outcome.Succeeded) {
            return jdbc.update(what, statement, id, number) == 1
                    ? Optional.of(new Standing(TaskState.SUCCEEDED, true))
                    : Optional.empty();
        }
        Duration delay = outcome.delay();
        return jdbc.transaction(
                what,
                connection -> {
                    int rows =
                            delay == null
                                    ? jdbc.update(connection, statement, id, number)
                                    : jdbc.update(
                                            connection, statement, delay.toMillis(), id, number);
                    String error = outcome.error();
                    if (rows == 0) {
                        // The answer to an earlier try, or to a commit, may not have come through.
                        return state(connection, recordedState, id, number, error)
                                .map(before -> new Standing(before, false));
                    }
                    if (error != null) {
                        jdbc.update(connection, recordFailure, error, id, number);
                    }
                    return state(connection, state, id, number).map(now -> new Standing(now, true));
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
        return settling.succeed(lease);
    }

    @Override
    public Recorded succeedUnlocked(Collection<Lease> leases) {
        if (leases.isEmpty()) {
            return new Recorded(Set.of(), Set.of());
        }
        Set<Lease> succeeded = settling.settle(Transition.SUCCEED, leases).keySet();
        List<Lease> others = leases.stream().filter(lease -> !succeeded.contains(lease)).toList();
        return new Recorded(succeeded, others.isEmpty() ? Set.of() : held(others));
    }

    private Set<Lease> held(List<Lease> leases) {
        return renewals.held(leases).stream()
                .map(HeldLease::lease)
                .filter(leases::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<Lease> succeeded(Collection<Lease> leases) {
        Object[] ids = leases.stream().map(Lease::task).toArray();
        return jdbc.query("ask for successes", standing(ids.length), TaskSql::settled, ids).stream()
                .filter(one -> one.getValue() == TaskState.SUCCEEDED)
                .map(Map.Entry::getKey)
                .filter(leases::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Map<Lease, TaskState> releaseUnlocked(Collection<Lease> leases) {
        return leases.isEmpty() ? Map.of() : settling.settle(Transition.RELEASE, leases);
    }

    /**
     * Parameters: for RETRY and SNOOZE the milliseconds of the delay; then for all the id and the
     * lease number.
     */
    private String statement(Transition transition) {
        String statement = settle.get(transition);
        if (statement == null) {
            throw new IllegalArgumentException(transition + " settles nothing");
        }
        return statement;
    }

    /**
     * Waits for transactions that have changed the rows and not yet committed. Parameters: the ids;
     * columns of {@link TaskSql#settled}.
     */
    private String standing(int ids) {
        return "select id, lease_number, state from %s where id in (%s) order by id %s"
                .formatted(table, TaskSql.placeholders(ids), lock);
    }
}
