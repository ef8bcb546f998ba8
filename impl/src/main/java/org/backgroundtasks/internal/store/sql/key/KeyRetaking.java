package org.backgroundtasks.internal.store.sql.key;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.Transition;
import org.jspecify.annotations.Nullable;

/** Takes the keys of tasks that have ended and are to be brought back. */
final class KeyRetaking {

    private static final int TRIES = 3;

    private final Jdbc jdbc;
    private final KeyTable keys;
    private final String current;
    private final String read;

    KeyRetaking(Jdbc jdbc, Dialect dialect, KeyTable keys, String current) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.current = current;
        read =
                "select name, task_key, lease_number, %s from %s where id = ? and %s and task_key is not null and %s"
                        .formatted(
                                dialect.readable(dialect.now()),
                                dialect.qualified(Schema.TASKS),
                                dialect.own(),
                                TaskSql.states(Transition.RETRY_ENDED));
    }

    private record Ended(TaskId id, String name, String key, long leaseNumber, Instant now) {

        KeyTable.Gift gift(@Nullable StoredKey before) {
            StoredKey.Terms terms = before == null ? null : before.terms();
            return new KeyTable.Gift(
                    name,
                    key,
                    id,
                    new StoredKey.Terms(
                            terms == null ? now : terms.from(),
                            terms == null ? null : terms.until(),
                            null,
                            terms != null && terms.untilStarted(),
                            leaseNumber));
        }
    }

    /** Takes the key of a task, if it has one; returns the other task that has it. */
    Optional<TaskId> retake(Connection connection, TaskId id) throws SQLException {
        Optional<Ended> ended =
                jdbc
                        .query(
                                connection,
                                read,
                                row ->
                                        new Ended(
                                                id,
                                                row.text(1),
                                                row.text(2),
                                                row.count(3),
                                                row.time(4)),
                                id)
                        .stream()
                        .findFirst();
        return ended.isEmpty() ? Optional.empty() : retake(connection, ended.get());
    }

    private Optional<TaskId> retake(Connection connection, Ended ended) throws SQLException {
        TaskId id = keys.id(ended.name(), ended.key());
        boolean isThere = !keys.look(connection, Set.of(id), current).isEmpty();
        for (int i = 0; i < TRIES; i++) {
            if (!isThere && !keys.insert(connection, Map.of(id, ended.gift(null))).isEmpty()) {
                return Optional.empty();
            }
            StoredKey key = keys.lock(connection, Set.of(id), current).get(id);
            if (key != null) {
                Optional<TaskId> other =
                        key.had(ended.now())
                                .map(StoredKey.Had::by)
                                .filter(by -> !by.equals(ended.id()));
                if (other.isEmpty()) {
                    keys.give(connection, Map.of(id, ended.gift(key)));
                }
                return other;
            }
            isThere = false;
        }
        throw KeyTable.behind();
    }
}
