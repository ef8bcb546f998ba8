package org.backgroundtasks.internal.store.engine;

import static org.backgroundtasks.internal.store.engine.ClaimSql.COLUMNS;
import static org.backgroundtasks.internal.store.engine.ClaimSql.ORDER;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.backgroundtasks.internal.limit.HeldLimit;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.limit.LaneClaim;
import org.backgroundtasks.internal.store.limit.LaneTask;
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
                with unchanged as materialized (
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
                    select limit_id, id, lease_number from claimed, unnest(?, ?) as share (holder_id, limit_id)
                    where id = holder_id),
                counted as (
                    update %1$s l set version = l.version + 1, starts = starts_before,
                        last_at = (select max(started_at) from claimed),
                        last_count = (
                            select count(*) from claimed, unnest(?, ?) as taken (taker_id, taken_id)
                            where id = taker_id and taken_id = limit_id),
                        used_at = (select max(started_at) from claimed)
                    from unnest(?, ?) as before (limit_id, starts_before)
                    where l.id = limit_id and exists (select 1 from claimed))
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

    /** Pairs of a task and a limit that it has, as two arrays. */
    private record Pairs(Jdbc.SqlArray tasks, Jdbc.SqlArray limits) {}

    @Override
    public Optional<List<ClaimedTask>> claim(LaneClaim wanted, Duration lease) {
        if (wanted.isUnread()) {
            return unread.claim(wanted, lease);
        }
        List<HeldLimit> limits = wanted.limits();
        Jdbc.SqlArray limitIds = uuids(limits.stream().map(this::id).toList());
        Pairs shares = pairs(wanted, HeldLimit::hasConcurrency);
        Pairs starts = pairs(wanted, HeldLimit::hasRate);
        List<ClaimedTask> claimed =
                jdbc.query(
                        "claim tasks that take turns",
                        claim,
                        row -> ClaimSql.claimed(wanted.queue(), row),
                        limitIds,
                        new Jdbc.SqlArray("bigint", versions(wanted, limits)),
                        uuids(
                                wanted.tasks().keySet().stream()
                                        .map(ReturningLaneClaims::uuid)
                                        .toList()),
                        (long) limits.size(),
                        node,
                        lease.toMillis(),
                        shares.tasks(),
                        shares.limits(),
                        starts.tasks(),
                        starts.limits(),
                        limitIds,
                        new Jdbc.SqlArray(
                                "varchar", limits.stream().map(wanted::startsBefore).toArray()));
        return claimed.isEmpty() ? Optional.empty() : Optional.of(claimed);
    }

    private UUID id(HeldLimit limit) {
        return ids.of(limit).value();
    }

    private static UUID uuid(LaneTask task) {
        return task.id().value();
    }

    private static Jdbc.SqlArray uuids(List<UUID> values) {
        return new Jdbc.SqlArray("uuid", values.toArray());
    }

    private static Object[] versions(LaneClaim wanted, List<HeldLimit> limits) {
        return limits.stream()
                .map(limit -> Objects.requireNonNull(wanted.states().get(limit.name())).version())
                .toArray();
    }

    private Pairs pairs(LaneClaim wanted, Predicate<HeldLimit> which) {
        List<UUID> tasks = new ArrayList<>();
        List<UUID> limits = new ArrayList<>();
        wanted.tasks()
                .forEach(
                        (task, held) ->
                                held.stream()
                                        .filter(which)
                                        .forEach(
                                                limit -> {
                                                    tasks.add(uuid(task));
                                                    limits.add(id(limit));
                                                }));
        return new Pairs(uuids(tasks), uuids(limits));
    }
}
