package org.backgroundtasks.internal.store.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.Conflicts;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.store.worker.Settled;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;

/** For any database: each row is changed only if its lease number is still the one that is held. */
public final class GuardedSettling implements Settling {

    private static final Comparator<Lease> BY_ID = Comparator.comparing(one -> one.task().value());

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final HeldLeases held;
    private final String table;
    private final Map<Transition, String> settle;

    public GuardedSettling(Jdbc jdbc, Dialect dialect, HeldLeases held) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        this.held = held;
        table = dialect.qualified(Schema.TASKS);
        settle =
                Map.of(
                        Transition.SUCCEED,
                        TaskSql.guarded(table, TaskSql.succeed(dialect), Transition.SUCCEED),
                        Transition.RELEASE,
                        TaskSql.guarded(table, TaskSql.release(dialect), Transition.RELEASE));
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
    public Map<Lease, TaskState> settle(Transition transition, Collection<Lease> leases) {
        return jdbc.transaction(
                "settle tasks",
                connection -> {
                    Stream<Lease> all =
                            held.readUnlocked(connection, leases).stream()
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
}
