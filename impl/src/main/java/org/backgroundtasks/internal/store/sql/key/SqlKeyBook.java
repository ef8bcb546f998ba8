package org.backgroundtasks.internal.store.sql.key;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.CallerTransaction;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.key.KeyBook;
import org.backgroundtasks.internal.store.key.KeyedTask;
import org.backgroundtasks.internal.store.key.Taking;
import org.jspecify.annotations.Nullable;

/** {@link KeyBook} in SQL. */
public final class SqlKeyBook implements KeyBook {

    /** That of PostgreSQL, and of the text. */
    private static final Comparator<TaskId> ORDER =
            Comparator.comparing(
                            (TaskId id) -> id.value().getMostSignificantBits(),
                            Long::compareUnsigned)
                    .thenComparing(
                            id -> id.value().getLeastSignificantBits(), Long::compareUnsigned);

    private final Jdbc jdbc;
    private final CallerTransaction transaction;
    private final KeyTable keys;
    private final KeyTaking taking;
    private final KeyRetaking retaking;

    /**
     * Makes the statements.
     *
     * @param isStrict whether the data source is set to more than READ COMMITTED
     */
    public SqlKeyBook(Jdbc jdbc, Dialect dialect, CallerTransaction transaction, boolean isStrict) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        String current = isStrict ? dialect.current() : "";
        keys = new KeyTable(jdbc, dialect, isStrict);
        taking = new KeyTaking(jdbc, dialect, keys, current);
        retaking = new KeyRetaking(jdbc, dialect, keys, current);
    }

    @Override
    public List<Taking> take(List<KeyedTask> tasks) {
        transaction.requireWritable();
        return jdbc.call("take a key", connection -> take(connection, tasks));
    }

    private List<Taking> take(Connection connection, List<KeyedTask> tasks) throws SQLException {
        List<TaskId> ids = tasks.stream().map(this::id).toList();
        SortedMap<TaskId, KeyedTask> chosen = new TreeMap<>(ORDER);
        for (int i = 0; i < ids.size(); i++) {
            KeyedTask task = tasks.get(i);
            KeyedTask before = chosen.get(ids.get(i));
            if (before == null || KeyTaking.replaces(task)) {
                chosen.put(ids.get(i), task);
            } else if (task.onConflict() == OnConflict.FAIL) {
                return refused(tasks, i, before.task().id());
            }
        }
        Map<TaskId, Taking> takings = taking.take(connection, chosen);
        List<Taking> all = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            all.add(of(tasks.get(i), chosen.get(ids.get(i)), takings.get(ids.get(i))));
        }
        return all;
    }

    /**
     * What has come of a task.
     *
     * @param chosen which of those with its key was to take it
     * @param taking of that; null if another was refused before
     */
    private static Taking of(KeyedTask task, KeyedTask chosen, @Nullable Taking taking) {
        if (taking == null) {
            return new Taking.Kept(task.task().id());
        }
        return task == chosen || taking instanceof Taking.Refused
                ? taking
                : new Taking.Kept(taking.holder());
    }

    /** Where one wants the key of another before it; nothing is looked for. */
    private static List<Taking> refused(List<KeyedTask> tasks, int place, TaskId holder) {
        List<Taking> all = new ArrayList<>();
        tasks.forEach(task -> all.add(new Taking.Kept(task.task().id())));
        all.set(place, new Taking.Refused(holder));
        return all;
    }

    private TaskId id(KeyedTask task) {
        return keys.id(task.task().invocation().name(), task.key().text());
    }

    @Override
    public Optional<TaskId> retake(TaskId ended) {
        transaction.requireWritable();
        return jdbc.call("take a key", connection -> retaking.retake(connection, ended));
    }
}
