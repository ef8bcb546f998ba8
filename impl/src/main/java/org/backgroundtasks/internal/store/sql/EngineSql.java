package org.backgroundtasks.internal.store.sql;

import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.schema.Schema;

import static org.backgroundtasks.internal.store.sql.ClaimSql.ifCancelled;
import static org.backgroundtasks.internal.store.sql.ClaimSql.states;
import static org.backgroundtasks.internal.store.sql.ClaimSql.unlessCancelled;
import static org.backgroundtasks.internal.task.Transition.ABANDON;
import static org.backgroundtasks.internal.task.Transition.CANCEL;
import static org.backgroundtasks.internal.task.Transition.CLAIM;
import static org.backgroundtasks.internal.task.Transition.FAIL;
import static org.backgroundtasks.internal.task.Transition.PROMOTE;
import static org.backgroundtasks.internal.task.Transition.RECLAIM;
import static org.backgroundtasks.internal.task.Transition.RELEASE;
import static org.backgroundtasks.internal.task.Transition.RETRY;
import static org.backgroundtasks.internal.task.Transition.REVIVE;
import static org.backgroundtasks.internal.task.Transition.SUCCEED;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.backgroundtasks.internal.task.Transition;

/**
 * The statements that move tasks on, apart from claiming. A question mark is a parameter; their
 * order is said at each.
 */
public final class EngineSql {

    private final String table;
    private final String failures;
    private final String renewals;
    private final Dialect dialect;
    private final boolean isStrict;
    private final Map<Transition, String> settle = new EnumMap<>(Transition.class);

    /**
     * Makes the statements.
     *
     * @param isStrict whether leases are renewed in a table of their own here
     */
    public EngineSql(Dialect dialect, boolean isStrict) {
        this.dialect = dialect;
        this.isStrict = isStrict;
        table = dialect.qualified(Schema.TASKS);
        failures = dialect.qualified(Schema.FAILURES);
        renewals = dialect.qualified(Schema.RENEWALS);
        settle.put(SUCCEED, ClaimSql.guarded(table, ClaimSql.succeed(dialect), SUCCEED));
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
                FAIL,
                settle(
                        FAIL,
                        "state = %s, finished_at = %s"
                                .formatted(unlessCancelled(dialect, FAIL), dialect.now())));
        settle.put(RELEASE, ClaimSql.guarded(table, ClaimSql.release(dialect), RELEASE));
    }

    private String settle(Transition transition, String set) {
        return ClaimSql.guarded(table, "set lease_until = null, " + set, transition);
    }

    /**
     * Parameters: for RETRY the milliseconds of the delay; then for all the id and the lease
     * number.
     */
    String settle(Transition transition) {
        String statement = settle.get(transition);
        if (statement == null) {
            throw new IllegalArgumentException(transition + " settles nothing");
        }
        return statement;
    }

    /** No parameters; no columns that mean anything. */
    String probe() {
        return "select 1 " + dialect.fromNothing();
    }

    /** No parameters; column: now. */
    public String time() {
        return "select %s %s".formatted(dialect.readable(dialect.now()), dialect.fromNothing());
    }

    /** Changes no row, if the database takes changes. Parameter: an id that no task has. */
    String changeNothing() {
        return "update %s set priority = priority where id = ?".formatted(table);
    }

    /** The first statement of a transaction, to be at READ COMMITTED; empty if there is none. */
    Optional<String> relax() {
        return isStrict ? dialect.relax() : Optional.empty();
    }

    /** To be rolled back: no database takes it for a change of nothing. Parameter: the id. */
    String change() {
        return "update %s set losses = losses + 1 where id = ?".formatted(table);
    }

    /** Parameter: the id; column: who has locked the row. Empty where nobody can be asked. */
    Optional<String> holder() {
        return dialect.holder(table);
    }

    /** No parameters; columns: now, next due, next expiry, first ready queue, most losses. */
    String survey() {
        return """
        select %1$s,
            (select %2$s from %3$s where %4$s and %5$s),
            (select %6$s from %3$s t where %7$s and %5$s%8$s),
            (select min(queue) from %3$s where %9$s and %5$s),
            (select max(losses) from %3$s where %9$s and %5$s and losses > 0)
        %10$s
        """
                .formatted(
                        dialect.readable(dialect.now()),
                        dialect.readable("min(run_at)"),
                        table,
                        states(PROMOTE),
                        dialect.own(),
                        dialect.readable("min(lease_until)"),
                        states(RECLAIM),
                        // Else it is seen when the lease is about to be taken.
                        isStrict ? " and " + notRenewed() : "",
                        states(CLAIM),
                        dialect.fromNothing());
    }

    /** For rows {@code t} of tasks. */
    private String notRenewed() {
        return """
        not exists (select 1 from %s r
            where r.task_id = t.id and r.lease_number = t.lease_number and r.lease_until >= %s)"""
                .formatted(renewals, dialect.now());
    }

    /** Parameter: the queue before. */
    String nextReadyQueue() {
        return "select min(queue) from %s where %s and %s and queue > ?"
                .formatted(table, states(CLAIM), dialect.own());
    }

    /** Parameter: the limit. */
    FirstRows promote() {
        return first(
                "update %s set state = '%s'".formatted(table, PROMOTE.target()),
                states(PROMOTE),
                "run_at",
                "<= " + dialect.now());
    }

    /** The rows in a state that are first by a time and within it. Parameter: how many at most. */
    private FirstRows first(String change, String states, String time, String within) {
        return new FirstRows(
                change,
                states,
                "select id from %1$s where %2$s and %7$s and %3$s %4$s order by %3$s %5$s %6$s"
                        .formatted(
                                table,
                                states,
                                time,
                                within,
                                dialect.first("?"),
                                dialect.skipLocked(),
                                dialect.own()));
    }

    /** Parameters: the error, the id, the lease number. */
    String recordFailure() {
        return """
        insert into %s (task_id, lease_number, attempt, node, started_at, failed_at, error)
        select id, lease_number, attempts, node, started_at, %s, %s from %s
        where id = ? and lease_number = ?
        """
                .formatted(failures, dialect.now(), dialect.longText(), table);
    }

    /** Parameter: the id. */
    String arguments() {
        return "select arguments from %s where id = ?".formatted(table);
    }

    /** Parameters: the id, the lease number. */
    String state() {
        return "select state from %s where id = ? and lease_number = ?".formatted(table);
    }

    /**
     * Where a task stands whose outcome was recorded before, under the same lease. Parameters: the
     * id, the lease number, the error.
     */
    String recordedState() {
        return """
        select state from %1$s where id = ? and lease_number = ? and (state = '%2$s' or exists (
            select 1 from %3$s f where f.task_id = %1$s.id and f.lease_number = %1$s.lease_number
                and %4$s))
        """
                .formatted(table, SUCCEED.target(), failures, dialect.isLongText("f.error"));
    }

    /**
     * Parameter: the limit; columns of {@link ExpiredRow}. Locks the rows, and skips locked ones.
     */
    String expired() {
        return allExpired() + dialect.skipLocked();
    }

    /** Parameter: the limit; columns of {@link ExpiredRow}. */
    String allExpired() {
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
                        notRenewed(),
                        dialect.first("?"));
    }

    /** Parameters: the id, the lease number. */
    String reclaim(Transition transition) {
        String set =
                "set lease_until = null, losses = losses + 1, state = '%s', finished_at = %s"
                        .formatted(
                                transition.target(),
                                transition == RECLAIM ? "null" : dialect.now());
        return ClaimSql.guarded(table, set, transition);
    }

    /** Parameter: the node; columns: id, lease number. */
    String held() {
        return "select id, lease_number from %s where %s and lease_until is not null and node = ?"
                .formatted(table, states(SUCCEED));
    }

    /**
     * Waits for transactions that have changed the rows and not yet committed. Parameters: the ids;
     * columns of {@link ClaimSql#settled}.
     */
    String standing(int ids) {
        return "select id, lease_number, state from %s where id in (%s) order by id %s"
                .formatted(table, placeholders(ids), dialect.lock());
    }

    /** Parameters: the least losses, the most; then the signatures. */
    String queuesOf(int signatures) {
        return """
        select distinct queue from %s
        where %s and %s and losses > 0 and losses between ? and ? and signature in (%s)
        """
                .formatted(table, states(CLAIM), dialect.own(), placeholders(signatures));
    }

    /** No parameters; column: the queue. */
    String runningQueues() {
        return "select distinct queue from %s where %s and %s"
                .formatted(table, states(SUCCEED), dialect.own());
    }

    /** Parameter: negative milliseconds; columns: name, signature, queue, how many. */
    String waiting() {
        return """
        select name, signature, queue, count(*) from %s where %s and %s and run_at < %s
        group by name, signature, queue
        """
                .formatted(table, states(CLAIM), dialect.own(), dialect.laterBy());
    }

    static String placeholders(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    /** Parameters: the retention as negative milliseconds; the limit. */
    FirstRows pruneSucceeded() {
        return prune("state = 'SUCCEEDED'");
    }

    /** Parameters: the retention as negative milliseconds; the limit. */
    FirstRows pruneOthers() {
        return prune("state in ('FAILED', 'CANCELLED')");
    }

    /** No parameters; columns: now, the first end of a success, that of another. */
    String oldestEnds() {
        return """
        select %2$s,
            (select %5$s from %1$s where state = 'SUCCEEDED' and %4$s),
            (select %5$s from %1$s where state in ('FAILED', 'CANCELLED') and %4$s)
        %3$s
        """
                .formatted(
                        table,
                        dialect.readable(dialect.now()),
                        dialect.fromNothing(),
                        dialect.own(),
                        dialect.readable("min(finished_at)"));
    }

    private FirstRows prune(String states) {
        return first("delete from " + table, states, "finished_at", "< " + dialect.laterBy());
    }

    /** Parameter: the id; columns of {@link TaskInfoRow}. */
    public String find() {
        return "select %s from %s where id = ? and %s"
                .formatted(TaskInfoRow.columns(dialect, failures), table, dialect.own());
    }

    /** Parameter: the id; columns: attempt, start, failure, node, error. */
    public String failures() {
        return """
        select attempt, %s, %s, node, error from %s
        where task_id = ? and exists (select 1 from %s where id = task_id and %s)
        order by lease_number
        """
                .formatted(
                        dialect.readable("started_at"),
                        dialect.readable("failed_at"),
                        failures,
                        table,
                        dialect.own());
    }

    /** Parameter: the id. */
    public String cancel() {
        return """
        update %1$s set cancel_requested = %6$s,
            finished_at = case when %2$s then %3$s end,
            state = case when %2$s then '%4$s' else state end
        where id = ? and %7$s and (%2$s or %5$s)
        """
                .formatted(
                        table,
                        states(CANCEL),
                        dialect.now(),
                        CANCEL.target(),
                        states(ABANDON),
                        dialect.truth(true),
                        dialect.own());
    }

    /** Parameter: the id. */
    public String revive() {
        return """
        update %s set state = '%s', attempts = 0, losses = 0, cancel_requested = %s, finished_at = null,
            run_at = %s
        where id = ? and %s and %s
        """
                .formatted(
                        table,
                        REVIVE.target(),
                        dialect.truth(false),
                        dialect.now(),
                        dialect.own(),
                        states(REVIVE));
    }
}
