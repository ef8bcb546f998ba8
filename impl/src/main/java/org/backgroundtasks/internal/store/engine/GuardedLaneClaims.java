package org.backgroundtasks.internal.store.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.store.jdbc.RowLock;
import org.backgroundtasks.internal.store.limit.LaneClaim;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;
import org.jspecify.annotations.Nullable;

/**
 * For any database, in one transaction: the rows of the limits are locked if they are as they were
 * seen; then the tasks, and both are changed. What others have locked is not waited for, where the
 * database can.
 */
public final class GuardedLaneClaims implements LaneClaims {

    private final Jdbc jdbc;
    private final LimitIds ids;
    private final String tasks;
    private final String limits;
    private final GuardedTasks guarded;
    private final String hold;
    private final String count;
    private final String skipLocked;

    public GuardedLaneClaims(Jdbc jdbc, Dialect dialect, String node) {
        this.jdbc = jdbc;
        ids = new LimitIds(dialect);
        tasks = dialect.qualified(Schema.TASKS);
        limits = dialect.qualified(Schema.LIMITS);
        skipLocked = dialect.skipLocked();
        guarded = new GuardedTasks(jdbc, dialect, node);
        hold =
                "insert into %s (limit_id, task_id, lease_number) values (?, ?, ?)"
                        .formatted(dialect.qualified(Schema.HOLDERS));
        count =
                "update %1$s set version = version + %3$d, per_millis = ?, starts = ?, last_at = %2$s, last_count = ?, used_at = %2$s where id = ?"
                        .formatted(limits, dialect.now(), skipLocked.isEmpty() ? 0 : 1);
    }

    @Override
    public Optional<List<ClaimedTask>> claim(LaneClaim wanted, Duration lease) {
        return jdbc.transaction(
                "claim tasks that take turns",
                connection -> {
                    if (!lock(connection, wanted)) {
                        return Optional.empty();
                    }
                    Map<TaskId, Lease> claimed = claimTasks(connection, wanted, lease);
                    if (claimed.isEmpty()) {
                        return Optional.of(List.of());
                    }
                    hold(connection, wanted, claimed);
                    for (String limit : wanted.limits()) {
                        count(connection, wanted, limit, claimed.keySet());
                    }
                    return Optional.of(
                            guarded.read(
                                    connection,
                                    wanted.queue(),
                                    claimed.keySet(),
                                    wanted.isUnread()));
                });
    }

    /** Locks the limits; returns false if one is not as it was seen. */
    private boolean lock(Connection connection, LaneClaim wanted) throws SQLException {
        List<String> all = wanted.limits();
        if (all.isEmpty()) {
            return true;
        }
        boolean isChanged = skipLocked.isEmpty();
        if (isChanged) {
            for (String limit : all) {
                jdbc.update(connection, RowLock.byChange(limits), ids.of(limit));
            }
        }
        Map<TaskId, Long> versions = new HashMap<>();
        jdbc.query(
                connection,
                "select id, version from %s where id in (%s) order by id %s"
                        .formatted(limits, TaskSql.placeholders(all.size()), skipLocked),
                row -> versions.put(row.id(1), row.count(2)),
                all.stream().map(ids::of).toArray());
        for (String limit : all) {
            Long version = versions.get(ids.of(limit));
            if (version == null || version != wanted.version(limit) + (isChanged ? 1 : 0)) {
                return false;
            }
        }
        return true;
    }

    private Map<TaskId, Lease> claimTasks(Connection connection, LaneClaim wanted, Duration lease)
            throws SQLException {
        Object[] candidates = wanted.tasks().keySet().stream().map(LaneTask::id).toArray();
        Set<Lease> free =
                new HashSet<>(
                        jdbc.query(
                                connection,
                                "select id, lease_number from %s where id in (%s) and %s %s"
                                        .formatted(
                                                tasks,
                                                TaskSql.placeholders(candidates.length),
                                                TaskSql.states(Transition.CLAIM),
                                                skipLocked),
                                Row::lease,
                                candidates));
        Map<TaskId, Lease> claimed = new HashMap<>();
        for (LaneTask task : wanted.tasks().keySet()) {
            Lease read = task.lease();
            if (free.contains(read) && guarded.claim(connection, read, lease)) {
                claimed.put(read.task(), new Lease(read.task(), read.number() + 1));
            }
        }
        return claimed;
    }

    private void hold(Connection connection, LaneClaim wanted, Map<TaskId, Lease> claimed)
            throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (String limit : wanted.limits()) {
            for (TaskId task : wanted.tasksOf(limit)) {
                Lease lease = claimed.get(task);
                if (lease != null) {
                    rows.add(new @Nullable Object[] {ids.of(limit), task, lease.number()});
                }
            }
        }
        jdbc.updateAll(connection, hold, rows);
    }

    private void count(Connection connection, LaneClaim wanted, String limit, Set<TaskId> claimed)
            throws SQLException {
        jdbc.update(
                connection,
                count,
                wanted.longestPer(limit).toMillis(),
                wanted.startsBefore(limit),
                wanted.tasksOf(limit).stream().filter(claimed::contains).count(),
                ids.of(limit));
    }
}
