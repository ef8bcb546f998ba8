package org.backgroundtasks.internal.store.engine;

import static org.backgroundtasks.internal.store.engine.ClaimSql.COLUMNS;
import static org.backgroundtasks.internal.store.engine.ClaimSql.ORDER;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.limit.LaneClaim;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Transition;

/**
 * In one statement, for databases with {@code update … returning}. It is empty both if the limits
 * have changed and if the tasks are gone: who looks again finds out.
 */
public final class ReturningLaneClaims implements LaneClaims {

    private final Jdbc jdbc;
    private final LimitIds ids;
    private final String node;
    private final String claim;
    private final LaneClaims unread;

    /**
     * Makes the statement.
     *
     * @param unread claims tasks whose arguments are not read
     */
    public ReturningLaneClaims(Jdbc jdbc, Dialect dialect, String node, LaneClaims unread) {
        this.jdbc = jdbc;
        this.node = node;
        this.unread = unread;
        ids = new LimitIds(dialect);
        // What is counted last has started, so that no start is counted too early.
        claim =
                """
                with pairs as materialized (select * from unnest(?, ?) as pair (task_id, limit_id)),
                unchanged as materialized (
                    select l.id from %1$s l, unnest(?, ?) as seen (limit_id, seen_version)
                    where l.id = limit_id and l.version = seen_version
                    order by l.id for update of l skip locked),
                due as materialized (
                    select id as due_id from %2$s
                    where id = any (?) and %3$s and (select count(*) from unchanged) = ?
                    %4$s),
                claimed as (
                    update %2$s %5$s from due where id = due_id
                    returning %6$s, priority, run_at, started_at),
                held as (
                    insert into %7$s (limit_id, task_id, lease_number)
                    select limit_id, id, lease_number from claimed, pairs where id = task_id),
                counted as (
                    update %1$s l set version = l.version + 1, per_millis = longest_per, starts = starts_before,
                        last_at = (select max(started_at) from claimed),
                        last_count = (
                            select count(*) from claimed, pairs
                            where id = task_id and pairs.limit_id = before.limit_id),
                        used_at = (select max(started_at) from claimed)
                    from unnest(?, ?, ?) as before (limit_id, longest_per, starts_before)
                    where l.id = before.limit_id and exists (select 1 from claimed))
                select %6$s from claimed %8$s
                """
                        .formatted(
                                dialect.qualified(Schema.LIMITS),
                                dialect.qualified(Schema.TASKS),
                                TaskSql.states(Transition.CLAIM),
                                dialect.skipLocked(),
                                ClaimSql.set(dialect),
                                COLUMNS,
                                dialect.qualified(Schema.HOLDERS),
                                ORDER);
    }

    @Override
    public Optional<List<ClaimedTask>> claim(LaneClaim wanted, Duration lease) {
        if (wanted.isUnread()) {
            return unread.claim(wanted, lease);
        }
        List<String> limits = wanted.limits();
        Jdbc.SqlArray limitIds = uuids(limits.stream().map(this::id));
        List<ClaimedTask> claimed =
                jdbc.query(
                        "claim tasks that take turns",
                        claim,
                        row -> ClaimSql.claimed(wanted.queue(), row),
                        uuids(
                                limits.stream()
                                        .flatMap(one -> wanted.tasksOf(one).stream())
                                        .map(TaskId::value)),
                        uuids(
                                limits.stream()
                                        .flatMap(
                                                one ->
                                                        Collections.nCopies(
                                                                wanted.tasksOf(one).size(), id(one))
                                                                .stream())),
                        limitIds,
                        numbers(limits.stream().map(wanted::version)),
                        uuids(wanted.tasks().keySet().stream().map(one -> one.id().value())),
                        (long) limits.size(),
                        node,
                        lease.toMillis(),
                        limitIds,
                        numbers(limits.stream().map(one -> wanted.longestPer(one).toMillis())),
                        new Jdbc.SqlArray(
                                "varchar", limits.stream().map(wanted::startsBefore).toArray()));
        return claimed.isEmpty() ? Optional.empty() : Optional.of(claimed);
    }

    private UUID id(String limit) {
        return ids.of(limit).value();
    }

    private static Jdbc.SqlArray uuids(Stream<UUID> values) {
        return new Jdbc.SqlArray("uuid", values.toArray());
    }

    private static Jdbc.SqlArray numbers(Stream<Long> values) {
        return new Jdbc.SqlArray("bigint", values.toArray());
    }
}
