package org.backgroundtasks.internal.store.sql;

import org.backgroundtasks.internal.store.Room;
import org.backgroundtasks.internal.store.Settled;
import org.backgroundtasks.internal.store.Wanted;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;

import static org.backgroundtasks.internal.store.sql.ClaimSql.COLUMNS;
import static org.backgroundtasks.internal.store.sql.ClaimSql.ORDER;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.jdbc.Jdbc.SqlArray;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;

/** Each in one statement, for databases with {@code update … returning}. */
public final class ReturningClaims implements Claims {

    private final Jdbc jdbc;
    private final String node;
    private final String claim;
    private final String claimLosers;
    private final String renew;
    private final String held;
    private final String succeedAtOnce;
    private final String succeed;
    private final String isHeld;
    private final Map<Transition, String> settle;

    public ReturningClaims(Jdbc jdbc, Dialect dialect, String node) {
        String table = dialect.qualified(Schema.TASKS);
        this.jdbc = jdbc;
        this.node = node;
        claim = claim(dialect, table, "");
        // Said in words, since the parameters tell no plan that its own index has them all.
        claimLosers = claim(dialect, table, "and losses > 0");
        renew =
                """
                with mine as (
                    select id as my_id from %1$s where id = any (?) and node = ? and state = 'RUNNING'
                    %2$s)
                update %1$s set lease_until = %3$s from mine where id = my_id
                returning id, lease_number, cancel_requested
                """
                        .formatted(table, dialect.skipLocked(), dialect.laterBy());
        // To lock the row first takes a twentieth of the time of a transaction, and is needed only
        // where somebody else has, or had, it locked. Who claims or renews has locked it before
        // the update, and the new version keeps that: its xmax is its xmin.
        succeedAtOnce =
                "update %s %s where id = ? and lease_number = ? and %s and (xmax = 0 or xmax = xmin)"
                        .formatted(
                                table,
                                ClaimSql.succeed(dialect),
                                ClaimSql.states(Transition.SUCCEED));
        // An error, as of waiting for too long, would end the transaction.
        succeed =
                """
                update %1$s %2$s
                where id = (select id from %1$s where id = ? and lease_number = ? and %3$s %4$s)
                """
                        .formatted(
                                table,
                                ClaimSql.succeed(dialect),
                                ClaimSql.states(Transition.SUCCEED),
                                dialect.skipLocked());
        isHeld =
                "select 1 from %s where id = ? and lease_number = ? and %s"
                        .formatted(table, ClaimSql.states(Transition.SUCCEED));
        settle =
                Map.of(
                        Transition.SUCCEED,
                        settle(Transition.SUCCEED, ClaimSql.succeed(dialect), table, dialect),
                        Transition.RELEASE,
                        settle(Transition.RELEASE, ClaimSql.release(dialect), table, dialect));
        held =
                """
                select id, lease_number, cancel_requested from %s
                where id = any (?) and node = ? and state = 'RUNNING'
                """
                        .formatted(table);
    }

    private static String claim(Dialect dialect, String table, String which) {
        // Only the last order is that of the answer; an update has none.
        return """
        with due as (
            select id as due_id, priority as due_priority, run_at as due_at, octet_length(arguments) as size
            from %1$s
            where %2$s and %8$s and queue = ? and signature = any (?) and losses between ? and ? %7$s
            %3$s limit ? %4$s),
        counted as (
            select due_id, row_number() over place as number, sum(size) over place - size as bytes_before
            from due
            window place as (order by due_priority desc, due_at, due_id rows unbounded preceding)),
        claimed as (
            update %1$s %5$s from counted where id = due_id and bytes_before < case when number <= ? then cast(? as bigint) else cast(? as bigint) end
            returning %6$s, priority, run_at)
        select %6$s from claimed %3$s
        """
                .formatted(
                        table,
                        ClaimSql.states(Transition.CLAIM),
                        ORDER,
                        dialect.skipLocked(),
                        ClaimSql.set(dialect),
                        COLUMNS,
                        which,
                        dialect.own());
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
                .formatted(table, set, dialect.skipLocked(), ClaimSql.states(transition));
    }

    @Override
    public List<ClaimedTask> claim(String queue, Wanted wanted, Room room, Duration lease) {
        return jdbc.query(
                "claim tasks",
                wanted.minLosses() > 0 ? claimLosers : claim,
                row -> ClaimSql.claimed(queue, row),
                queue,
                new SqlArray("varchar", wanted.signatures().toArray()),
                wanted.minLosses(),
                wanted.maxLosses(),
                room.tasks(),
                node,
                lease.toMillis(),
                room.slots(),
                room.mostBytes(),
                room.bytes());
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
    public int change(String what, FirstRows rows, Object... parameters) {
        // An array is made once; a subquery may be asked anew for each row, or joined with all of
        // them. What is locked is still in its state.
        String statement = "%s where id = any (array(%s))".formatted(rows.change(), rows.choice());
        return jdbc.update(what, statement, parameters);
    }

    @Override
    public Map<Lease, TaskState> settle(Transition transition, Collection<Lease> leases) {
        return jdbc
                .query(
                        "settle tasks",
                        settle.get(transition),
                        ClaimSql::settled,
                        ids(leases),
                        new SqlArray("bigint", leases.stream().map(Lease::number).toArray()))
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public List<HeldLease> held(Collection<Lease> leases) {
        return jdbc.query("check leases", held, ClaimSql::held, ids(leases), node);
    }

    private static SqlArray ids(Collection<Lease> leases) {
        return new SqlArray("uuid", leases.stream().map(one -> one.task().value()).toArray());
    }

    @Override
    public List<HeldLease> renew(Collection<Lease> leases, Duration lease) {
        List<HeldLease> renewed =
                jdbc.query(
                        "renew leases", renew, ClaimSql::held, ids(leases), node, lease.toMillis());
        // What somebody has locked was skipped. It is lost only if it is no longer ours, which
        // reading tells.
        return renewed.size() == leases.size() ? renewed : held(leases);
    }
}
