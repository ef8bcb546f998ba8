package org.backgroundtasks.internal.store.engine;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.store.worker.Settled;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;

/** In one statement, for databases with {@code update … returning}. */
public final class ReturningSettling implements Settling {

    private final Jdbc jdbc;
    private final String succeedAtOnce;
    private final String succeed;
    private final String isHeld;
    private final Map<Transition, String> settle;

    public ReturningSettling(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        String table = dialect.qualified(Schema.TASKS);
        // To lock the row first takes a twentieth of the time of a transaction, and is needed only
        // where somebody else has, or had, it locked. Who claims or renews has locked it before
        // the update, and the new version keeps that: its xmax is its xmin.
        succeedAtOnce =
                "update %s %s where id = ? and lease_number = ? and %s and (xmax = 0 or xmax = xmin)"
                        .formatted(
                                table,
                                TaskSql.succeed(dialect),
                                TaskSql.states(Transition.SUCCEED));
        // An error, as of waiting for too long, would end the transaction.
        succeed =
                """
                update %1$s %2$s
                where id = (select id from %1$s where id = ? and lease_number = ? and %3$s %4$s)
                """
                        .formatted(
                                table,
                                TaskSql.succeed(dialect),
                                TaskSql.states(Transition.SUCCEED),
                                dialect.skipLocked());
        isHeld =
                "select 1 from %s where id = ? and lease_number = ? and %s"
                        .formatted(table, TaskSql.states(Transition.SUCCEED));
        settle =
                Map.of(
                        Transition.SUCCEED,
                        settle(Transition.SUCCEED, TaskSql.succeed(dialect), table, dialect),
                        Transition.RELEASE,
                        settle(Transition.RELEASE, TaskSql.release(dialect), table, dialect));
    }

    /** In one order, so that two who lock several rows cannot wait for each other. */
    private static String settle(Transition transition, String set, String table, Dialect dialect) {
        return """
        with mine as (
            select id as my_id
            from %1$s join unnest(?::uuid[], ?::bigint[]) as asked (asked_id, asked_number)
                on id = asked_id and lease_number = asked_number
            where %4$s order by id %3$s)
        update %1$s %2$s from mine where id = my_id
        returning id, lease_number, state
        """
                .formatted(table, set, dialect.skipLocked(), TaskSql.states(transition));
    }

    @Override
    public Settled succeed(Lease lease) {
        String what = "settle a task";
        if (jdbc.update(what, succeedAtOnce, lease.task(), lease.number()) == 1
                || jdbc.update(what, succeed, lease.task(), lease.number()) == 1) {
            return Settled.RECORDED;
        }
        return jdbc.query("check a lease", isHeld, row -> true, lease.task(), lease.number())
                        .isEmpty()
                ? Settled.LEASE_LOST
                : Settled.LOCKED;
    }

    @Override
    public Map<Lease, TaskState> settle(Transition transition, Collection<Lease> leases) {
        return jdbc
                .query(
                        "settle tasks",
                        settle.get(transition),
                        TaskSql::settled,
                        TaskSql.ids(leases),
                        new Jdbc.SqlArray("bigint", leases.stream().map(Lease::number).toArray()))
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
