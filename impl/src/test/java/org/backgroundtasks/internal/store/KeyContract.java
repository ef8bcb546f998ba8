package org.backgroundtasks.internal.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.Until;
import org.backgroundtasks.internal.store.key.KeyStore;
import org.backgroundtasks.internal.store.key.KeyedTask;
import org.backgroundtasks.internal.store.key.Taking;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskKey;
import org.backgroundtasks.testing.Jta;

/** What tests of keys have in common. */
abstract class KeyContract extends StoreContract {

    KeyStore keyStore() {
        return stores.worker().keys();
    }

    KeyedTask keyed(String key) {
        return keyed(key, OnConflict.KEEP);
    }

    KeyedTask keyed(String key, OnConflict onConflict) {
        return keyed(key, onConflict, Until.ENDED, Duration.ZERO);
    }

    KeyedTask keyed(String key, OnConflict onConflict, Until until, Duration period) {
        Instant now = tasks.now();
        NewTask task = task("default", SIGNATURE, 0, now, now, "[]");
        return new KeyedTask(task.with(new TaskKey(key, until, period)), onConflict, null);
    }

    /** In the current transaction, as a caller does. */
    Taking store(KeyedTask task) {
        return storeAll(List.of(task)).get(0);
    }

    /** In the current transaction, as a caller does. */
    List<Taking> storeAll(List<KeyedTask> keyed) {
        List<Taking> takings = stores.keys().take(keyed);
        List<NewTask> taken = new ArrayList<>();
        for (Taking taking : takings) {
            if (taking instanceof Taking.Taken one) {
                taken.add(one.task());
            }
        }
        if (!taken.isEmpty()) {
            insert(taken);
        }
        return takings;
    }

    Taking take(KeyedTask task) {
        return Jta.committed(() -> store(task));
    }

    TaskInfo info(Taking taking) {
        return Jta.committed(() -> queries.find(taking.holder())).orElseThrow();
    }

    List<String> keysThere() {
        List<String> keys = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select task_key from background_task_key")) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return keys;
    }

    void deleteKeys() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from background_task_key");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyedTask changed(KeyedTask keyed, Instant runAt, int priority) {
        NewTask task = keyed.task();
        return new KeyedTask(
                new NewTask(
                        task.id(),
                        new Invocation("task", SIGNATURE, "[\"new\"]"),
                        task.queue(),
                        priority,
                        task.maxAttempts(),
                        task.createdAt(),
                        runAt,
                        null,
                        "new",
                        task.key(),
                        false,
                        Lane.NONE,
                        null),
                keyed.onConflict(),
                keyed.debounce());
    }
}
