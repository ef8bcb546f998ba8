package org.backgroundtasks.internal.store.sql.key;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.backgroundtasks.internal.store.jdbc.InsertOnce;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.store.jdbc.RowLock;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.KeyIds;
import org.jspecify.annotations.Nullable;

/** Reads, locks and writes rows of {@code background_task_key}. */
final class KeyTable {

    /** How many keys are asked for in one statement. */
    private static final int MOST_AT_ONCE = 500;

    private static final String TERMS =
            "taken_from = ?, taken_until = ?, first_at = ?, until_started = ?, lease_number = ?, version = version + 1";

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final boolean locksToRead;
    private final String table;
    private final String tasks;
    private final String columns;
    private final InsertOnce insert;
    private final String insertAtOnce;
    private final String give;
    private final String change;

    /**
     * Makes the statements.
     *
     * @param isStrict whether the data source is set to more than READ COMMITTED
     */
    KeyTable(Jdbc jdbc, Dialect dialect, boolean isStrict) {
        this.jdbc = jdbc;
        locksToRead = isStrict && dialect.lock().isEmpty();
        this.dialect = dialect;
        table = dialect.qualified(Schema.KEYS);
        tasks = dialect.qualified(Schema.TASKS);
        columns =
                "id, task_id, next_task, %s, %s, %s, until_started, lease_number"
                        .formatted(
                                dialect.readable("taken_from"),
                                dialect.readable("taken_until"),
                                dialect.readable("first_at"));
        insert =
                InsertOnce.beforeLocking(
                        jdbc,
                        dialect,
                        """
                        insert into %s (id, application, name, task_key, task_id, taken_from, taken_until, first_at,
                            until_started, lease_number, version)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
                        """
                                .formatted(table),
                        "id",
                        "version");
        insertAtOnce =
                """
                insert into %s (id, application, name, task_key, task_id, taken_from, taken_until, first_at,
                    until_started, lease_number, version)
                select id, '%s', name, task_key, task_id, taken_from, taken_until, first_at, until_started, lease_number, 0
                from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                    as new (id, name, task_key, task_id, taken_from, taken_until, first_at, until_started, lease_number)
                on conflict (id) do nothing returning id
                """
                        .formatted(table, dialect.application());
        give =
                "update %s set task_id = ?, next_task = null, %s where id = ?"
                        .formatted(table, TERMS);
        change = "update %s set next_task = ?, %s where id = ?".formatted(table, TERMS);
    }

    /** What is thrown if others go on changing a key; who has called may do so again. */
    static SQLException behind() {
        return new SQLTransactionRollbackException("others change the key", "40001");
    }

    /** The id of a key. */
    TaskId id(String name, String key) {
        return KeyIds.of(dialect.application(), name + "\n" + key);
    }

    /** Who gets a key, and on what terms. */
    record Gift(String name, String key, TaskId task, StoredKey.Terms terms) {}

    /** Whether many rows are stored by one statement, which leaves alone those that are there. */
    boolean insertsManyAtOnce() {
        return dialect.returnsUpdated();
    }

    /** Stores rows for keys without one, in their order; returns the keys of those. */
    Set<TaskId> insert(Connection connection, Map<TaskId, Gift> gifts) throws SQLException {
        return insertsManyAtOnce() && gifts.size() > 1
                ? insertAtOnce(connection, gifts)
                : insertEach(connection, gifts);
    }

    private Set<TaskId> insertEach(Connection connection, Map<TaskId, Gift> gifts)
            throws SQLException {
        Set<TaskId> inserted = new HashSet<>();
        for (Map.Entry<TaskId, Gift> one : gifts.entrySet()) {
            Gift gift = one.getValue();
            if (insert.insert(
                    connection,
                    one.getKey(),
                    dialect.application(),
                    gift.name(),
                    gift.key(),
                    gift.task(),
                    time(gift.terms().from()),
                    time(gift.terms().until()),
                    time(gift.terms().firstAt()),
                    gift.terms().untilStarted(),
                    gift.terms().leaseNumber())) {
                inserted.add(one.getKey());
            }
        }
        return inserted;
    }

    private Set<TaskId> insertAtOnce(Connection connection, Map<TaskId, Gift> gifts)
            throws SQLException {
        return Set.copyOf(
                jdbc.query(
                        connection,
                        insertAtOnce,
                        row -> row.id(1),
                        new Jdbc.SqlArray(
                                "uuid", gifts.keySet().stream().map(TaskId::value).toArray()),
                        array("varchar", gifts, Gift::name),
                        array("varchar", gifts, Gift::key),
                        array("uuid", gifts, gift -> gift.task().value()),
                        array("timestamptz", gifts, gift -> time(gift.terms().from())),
                        array("timestamptz", gifts, gift -> time(gift.terms().until())),
                        array("timestamptz", gifts, gift -> time(gift.terms().firstAt())),
                        array("boolean", gifts, gift -> gift.terms().untilStarted()),
                        array("bigint", gifts, gift -> gift.terms().leaseNumber())));
    }

    private static Jdbc.SqlArray array(
            String type, Map<TaskId, Gift> gifts, Function<Gift, @Nullable Object> value) {
        return new Jdbc.SqlArray(type, gifts.values().stream().map(value).toArray());
    }

    /** Gives keys, whose rows are locked, to other tasks. */
    void give(Connection connection, Map<TaskId, Gift> gifts) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        gifts.forEach((id, gift) -> rows.add(parameters(gift.task(), gift.terms(), id)));
        jdbc.updateAll(connection, give, rows);
    }

    /** Changes the terms of a key, whose row is locked, and the task that is to follow. */
    void change(Connection connection, TaskId id, @Nullable TaskId next, StoredKey.Terms terms)
            throws SQLException {
        jdbc.update(connection, change, parameters(next, terms, id));
    }

    private @Nullable Object[] parameters(@Nullable TaskId task, StoredKey.Terms terms, TaskId id) {
        return new @Nullable Object[] {
            task,
            time(terms.from()),
            time(terms.until()),
            time(terms.firstAt()),
            terms.untilStarted(),
            terms.leaseNumber(),
            id
        };
    }

    /** Takes back what {@link #insert} has stored. */
    void delete(Connection connection, Collection<TaskId> ids) throws SQLException {
        jdbc.updateAll(
                connection,
                "delete from %s where id = ?".formatted(table),
                ids.stream().map(id -> new @Nullable Object[] {id}).toList());
    }

    /**
     * The rows of keys, as far as the transaction sees; locked, where reading would be in the way
     * of the change that locks.
     *
     * @param current ends a select that reads tasks as they are now
     */
    Map<TaskId, StoredKey> look(Connection connection, Collection<TaskId> ids, String current)
            throws SQLException {
        return locksToRead
                ? lock(connection, ids, current)
                : stored(connection, rows(connection, ids, ""), "");
    }

    /**
     * Locks the rows of keys in the order of the ids, and waits for who has locked them; as they
     * are now.
     *
     * @param current ends a select that reads tasks
     */
    Map<TaskId, StoredKey> lock(Connection connection, Collection<TaskId> ids, String current)
            throws SQLException {
        if (insertsManyAtOnce()) {
            return stored(connection, rows(connection, ids, dialect.lock()), current);
        }
        // Not all databases have ids in the order of their texts.
        List<StoredKey> rows = new ArrayList<>();
        for (TaskId id : ids) {
            if (dialect.lock().isEmpty()) {
                jdbc.update(connection, RowLock.byChange(table), id);
            }
            rows.addAll(rows(connection, List.of(id), dialect.lock()));
        }
        return stored(connection, rows, current);
    }

    private List<StoredKey> rows(Connection connection, Collection<TaskId> ids, String lock)
            throws SQLException {
        List<StoredKey> rows = new ArrayList<>();
        for (List<TaskId> some : inParts(ids)) {
            rows.addAll(
                    jdbc.query(
                            connection,
                            "select %s from %s where id in (%s) order by id %s"
                                    .formatted(
                                            columns,
                                            table,
                                            TaskSql.placeholders(some.size()),
                                            lock),
                            KeyTable::row,
                            some.toArray()));
        }
        return rows;
    }

    private static StoredKey row(Row row) throws SQLException {
        return new StoredKey(
                row.id(1),
                row.id(2),
                null,
                row.idOrNull(3),
                null,
                new StoredKey.Terms(
                        row.time(4),
                        row.timeOrNull(5),
                        row.timeOrNull(6),
                        row.isTrue(7),
                        row.count(8)));
    }

    private Map<TaskId, StoredKey> stored(
            Connection connection, List<StoredKey> rows, String current) throws SQLException {
        List<TaskId> named =
                rows.stream()
                        .flatMap(row -> Stream.of(row.holderId(), row.nextId()))
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        Map<TaskId, StoredKey.Standing> standings = new HashMap<>();
        for (List<TaskId> some : inParts(named)) {
            jdbc.query(
                            connection,
                            "select id, lease_number, state from %s where id in (%s) %s"
                                    .formatted(tasks, TaskSql.placeholders(some.size()), current),
                            row ->
                                    Map.entry(
                                            row.id(1),
                                            new StoredKey.Standing(row.state(3), row.count(2))),
                            some.toArray())
                    .forEach(one -> standings.put(one.getKey(), one.getValue()));
        }
        Map<TaskId, StoredKey> stored = new HashMap<>();
        rows.forEach(row -> stored.put(row.id(), row.where(standings)));
        return stored;
    }

    private static List<List<TaskId>> inParts(Collection<TaskId> ids) {
        List<TaskId> all = List.copyOf(ids);
        List<List<TaskId>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
            parts.add(all.subList(from, Math.min(all.size(), from + MOST_AT_ONCE)));
        }
        return parts;
    }

    private @Nullable Object time(@Nullable Instant time) {
        return time == null ? null : dialect.types().time(time);
    }
}
