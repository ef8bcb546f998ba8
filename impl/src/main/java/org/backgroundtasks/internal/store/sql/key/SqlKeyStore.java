package org.backgroundtasks.internal.store.sql.key;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.store.jdbc.RowLock;
import org.backgroundtasks.internal.store.key.KeyStore;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.Transition;
import org.jspecify.annotations.Nullable;

/** {@link KeyStore} in SQL. */
public final class SqlKeyStore implements KeyStore {

    /** So that it is found by its index; H2 has none for what is not null. */
    public static final String HAS_FOLLOWER = "next_task > '00000000-0000-0000-0000-000000000000'";

    private static final int PAGE = 1_000;
    private static final TaskId BEFORE_ALL = new TaskId(new UUID(0, 0));

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final String table;
    private final String followed;
    private final String freed;
    private final String lock;
    private final String unblock;
    private final String pass;
    private final String page;

    public SqlKeyStore(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        table = dialect.qualified(Schema.KEYS);
        String tasks = dialect.qualified(Schema.TASKS);
        followed =
                "select task_id from %s where %s and %s %s"
                        .formatted(table, dialect.own(), HAS_FOLLOWER, dialect.first("?"));
        freed =
                """
                select id from %s k where %s and %s and not exists (
                    select 1 from %s t where t.id = k.task_id and t.%s)
                %s
                """
                        .formatted(
                                table,
                                dialect.own(),
                                HAS_FOLLOWER,
                                tasks,
                                TaskSql.states(TaskSql.NOT_ENDED),
                                dialect.first("?"));
        lock =
                "select task_id, next_task from %s where id = ? and next_task is not null %s"
                        .formatted(table, dialect.skipLocked());
        unblock =
                "update %s set state = '%s' where id = ? and %s"
                        .formatted(
                                tasks,
                                Transition.UNBLOCK.target(),
                                TaskSql.states(Transition.UNBLOCK));
        pass =
                """
                update %s set task_id = next_task, next_task = null, until_started = %s, lease_number = 0, version = version + 1
                where id = ?
                """
                        .formatted(table, dialect.truth(false));
        page =
                """
                select k.id, k.version, k.next_task, %s, %s, t.state from %s k left join %s t on t.id = k.task_id
                where k.application = '%s' and k.id > ? order by k.id %s
                """
                        .formatted(
                                dialect.readable("k.taken_until"),
                                dialect.readable(dialect.now()),
                                table,
                                tasks,
                                dialect.application(),
                                dialect.first("?"));
    }

    @Override
    public Set<TaskId> followed(int limit) {
        return Set.copyOf(
                jdbc.query("look for tasks to follow", followed, row -> row.id(1), limit));
    }

    @Override
    public int unblock(int limit) {
        List<TaskId> free =
                jdbc.query("look for tasks that may follow", freed, row -> row.id(1), limit);
        int unblocked = 0;
        for (TaskId key : free) {
            unblocked +=
                    jdbc.transaction("let a task follow", connection -> unblock(connection, key));
        }
        return unblocked;
    }

    private record Follower(TaskId holder, TaskId id) {}

    /** Under the lock of the key, so that nobody can bring the task back that has ended. */
    private int unblock(Connection connection, TaskId key) throws SQLException {
        if (dialect.skipLocked().isEmpty()) {
            jdbc.update(connection, RowLock.byChange(table), key);
        }
        Optional<Follower> follower =
                jdbc
                        .query(connection, lock, row -> new Follower(row.id(1), row.id(2)), key)
                        .stream()
                        .findFirst();
        if (follower.isEmpty() || !hasEnded(connection, follower.get().holder())) {
            return 0;
        }
        int unblocked = jdbc.update(connection, unblock, follower.get().id());
        jdbc.update(connection, pass, key);
        return unblocked;
    }

    private boolean hasEnded(Connection connection, TaskId task) throws SQLException {
        return jdbc.query(
                        connection,
                        "select id from %s where id = ? and %s"
                                .formatted(
                                        dialect.qualified(Schema.TASKS),
                                        TaskSql.states(TaskSql.NOT_ENDED)),
                        row -> row.id(1),
                        task)
                .isEmpty();
    }

    /** A key as a look at many sees it. */
    private record Seen(TaskId id, long version, boolean isFree) {

        static Seen read(Row row) throws SQLException {
            Instant until = row.timeOrNull(4);
            String state = row.textOrNull(6);
            boolean isOver = until == null || until.isBefore(row.time(5));
            boolean isGone = state == null || state.equals(TaskState.SUCCEEDED.name());
            return new Seen(row.id(1), row.count(2), row.idOrNull(3) == null && isOver && isGone);
        }
    }

    @Override
    public Optional<TaskId> prune(@Nullable TaskId after) {
        List<Seen> seen =
                jdbc.query(
                        "look for keys to prune",
                        page,
                        Seen::read,
                        after == null ? BEFORE_ALL : after,
                        PAGE);
        List<Seen> free = seen.stream().filter(Seen::isFree).toList();
        if (!free.isEmpty()) {
            jdbc.transaction("prune keys", connection -> prune(connection, free));
        }
        return seen.size() < PAGE ? Optional.empty() : Optional.of(seen.get(PAGE - 1).id());
    }

    /** Leaves those out that somebody is taking. */
    private int prune(Connection connection, List<Seen> free) throws SQLException {
        Set<TaskId> locked =
                new HashSet<>(
                        jdbc.query(
                                connection,
                                "select id from %s where id in (%s) %s"
                                        .formatted(
                                                table,
                                                TaskSql.placeholders(free.size()),
                                                dialect.skipLocked()),
                                row -> row.id(1),
                                free.stream().map(Seen::id).toArray()));
        return jdbc.updateAll(
                        connection,
                        "delete from %s where id = ? and version = ?".formatted(table),
                        free.stream()
                                .filter(one -> locked.contains(one.id()))
                                .map(one -> new @Nullable Object[] {one.id(), one.version()})
                                .toList())
                .length;
    }
}
