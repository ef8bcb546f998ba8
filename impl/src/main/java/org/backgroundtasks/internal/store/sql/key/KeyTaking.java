package org.backgroundtasks.internal.store.sql.key;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.Until;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.key.KeyedTask;
import org.backgroundtasks.internal.store.key.Taking;
import org.backgroundtasks.internal.store.sql.key.StoredKey.Had;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.Nullable;

/**
 * Takes keys for tasks, or finds who has them. A key that stands is only read. One that is free or
 * to be replaced is locked first, then its task is looked at: who locks it sees what is true until
 * the end of the transaction.
 */
final class KeyTaking {

    private static final int TRIES = 5;

    private final KeyTable keys;
    private final WaitingTasks waiting;
    private final String current;

    /**
     * Makes the statements.
     *
     * @param current ends a select that reads tasks as they are now
     */
    KeyTaking(Jdbc jdbc, Dialect dialect, KeyTable keys, String current) {
        this.keys = keys;
        this.current = current;
        waiting = new WaitingTasks(jdbc, dialect);
    }

    /** Whether a task comes in the place of one that waits. */
    static boolean replaces(KeyedTask task) {
        return task.debounce() != null || task.onConflict() == OnConflict.REPLACE;
    }

    /** Takes keys in their order. If one is refused, nothing is changed. */
    Map<TaskId, Taking> take(Connection connection, SortedMap<TaskId, KeyedTask> tasks)
            throws SQLException {
        Progress progress = new Progress(tasks);
        if (tasks.size() > 1 && keys.insertsManyAtOnce()) {
            progress.take(insert(connection, progress.open));
        }
        Map<TaskId, StoredKey> seen = keys.look(connection, progress.open.keySet(), current);
        progress.leave(seen);
        if (!progress.isRefused()) {
            SortedMap<TaskId, KeyedTask> absent = new TreeMap<>(progress.open);
            absent.keySet().removeAll(seen.keySet());
            progress.take(insert(connection, absent));
            Map<TaskId, StoredKey> locked = keys.lock(connection, progress.open.keySet(), current);
            progress.leave(locked);
            if (!progress.isRefused()) {
                takeLocked(connection, progress, locked);
                return progress.takings;
            }
        }
        // Nobody sees them before the end of the transaction.
        keys.delete(connection, progress.inserted);
        return progress.takings;
    }

    /** How far it has come. */
    private static final class Progress {
        private final Map<TaskId, Taking> takings = new HashMap<>();
        private final Set<TaskId> inserted = new HashSet<>();
        private final SortedMap<TaskId, KeyedTask> open;

        Progress(SortedMap<TaskId, KeyedTask> tasks) {
            open = new TreeMap<>(tasks);
        }

        void take(Set<TaskId> these) {
            for (TaskId id : these) {
                takings.put(id, taken(Objects.requireNonNull(open.remove(id))));
            }
            inserted.addAll(these);
        }

        /** Leaves those keys to the tasks that have them which are not to be replaced. */
        void leave(Map<TaskId, StoredKey> known) {
            known.forEach(
                    (id, key) -> {
                        KeyedTask task = Objects.requireNonNull(open.get(id));
                        Optional<Had> had = replaces(task) ? Optional.empty() : key.had(task.now());
                        if (had.isPresent()) {
                            takings.put(id, standing(task, had.get()));
                            open.remove(id);
                        }
                    });
        }

        boolean isRefused() {
            return takings.values().stream().anyMatch(Taking.Refused.class::isInstance);
        }
    }

    private static Taking standing(KeyedTask task, Had had) {
        return task.onConflict() == OnConflict.FAIL
                ? new Taking.Refused(had.by())
                : new Taking.Kept(had.by());
    }

    /** Stores rows for keys that have none; returns those. */
    private Set<TaskId> insert(Connection connection, Map<TaskId, KeyedTask> absent)
            throws SQLException {
        Map<TaskId, KeyTable.Gift> gifts = new LinkedHashMap<>();
        absent.forEach((id, task) -> gifts.put(id, gift(task, task.now())));
        return keys.insert(connection, gifts);
    }

    private static Taking taken(KeyedTask task) {
        return new Taking.Taken(task.after(task.now()));
    }

    private void takeLocked(Connection connection, Progress progress, Map<TaskId, StoredKey> locked)
            throws SQLException {
        Map<TaskId, KeyTable.Gift> gifts = new LinkedHashMap<>();
        for (Map.Entry<TaskId, KeyedTask> one : progress.open.entrySet()) {
            TaskId id = one.getKey();
            Taking taking = take(connection, id, one.getValue(), locked.get(id), gifts);
            if (taking instanceof Taking.Refused) {
                // Its row was gone for a moment; by now others may have been changed.
                throw behind();
            }
            progress.takings.put(id, taking);
        }
        keys.give(connection, gifts);
    }

    private static SQLException behind() {
        return new SQLTransactionRollbackException("others change the key", "40001");
    }

    /** Takes a key whose row is locked, or replaces the task that has it. */
    private Taking take(
            Connection connection,
            TaskId id,
            KeyedTask task,
            @Nullable StoredKey locked,
            Map<TaskId, KeyTable.Gift> gifts)
            throws SQLException {
        StoredKey key = locked;
        for (int i = 0; i < TRIES; i++) {
            if (key == null) {
                // It was there, or somebody was storing it, and is gone.
                if (!insert(connection, Map.of(id, task)).isEmpty()) {
                    return taken(task);
                }
            } else {
                Optional<Taking> taking = take(connection, task, key, gifts);
                if (taking.isPresent()) {
                    return taking.get();
                }
            }
            key = keys.lock(connection, Set.of(id), current).get(id);
        }
        throw behind();
    }

    /** Empty if the task that has the key has moved on since it was looked at. */
    private Optional<Taking> take(
            Connection connection, KeyedTask task, StoredKey key, Map<TaskId, KeyTable.Gift> gifts)
            throws SQLException {
        Optional<Had> had = key.had(task.now());
        if (had.isEmpty()) {
            gifts.put(key.id(), gift(task, task.now()));
            return Optional.of(taken(task));
        }
        if (!replaces(task)) {
            return Optional.of(standing(task, had.get()));
        }
        return switch (had.get().way()) {
            case FOLLOWS, WAITS -> replace(connection, task, key, had.get());
            case RUNS -> Optional.of(follow(connection, task, key));
            case RESTS -> {
                NewTask later = later(task, key);
                gifts.put(key.id(), gift(task, from(task, key)));
                yield Optional.of(new Taking.Taken(later));
            }
        };
    }

    private Optional<Taking> replace(Connection connection, KeyedTask task, StoredKey key, Had had)
            throws SQLException {
        // One that waits for another attempt: the calls before it have been heard.
        boolean isAnew = had.way() == StoredKey.Way.WAITS && key.hasStarted();
        NewTask timely = task.after(isAnew ? task.now() : key.firstAt());
        NewTask by = notBefore(begin(task, key), timely);
        if (!waiting.replace(connection, had.by(), by)) {
            return Optional.empty();
        }
        if (isAnew && task.debounce() != null) {
            keys.follow(connection, key.id(), key.nextId(), key.takenUntil(), task.now());
        }
        return Optional.of(new Taking.Replaced(had.by(), by));
    }

    private Taking follow(Connection connection, KeyedTask task, StoredKey key)
            throws SQLException {
        NewTask follower = later(task, key).blocked();
        Instant until =
                task.key().period().isZero()
                        ? key.takenUntil()
                        : from(task, key).plus(task.key().period());
        keys.follow(connection, key.id(), follower.id(), until, task.now());
        return new Taking.Taken(follower);
    }

    /** A task at its time, and not before the period of its key has ended. */
    private static NewTask later(KeyedTask task, StoredKey key) {
        return notBefore(key.takenUntil(), task.after(task.now()));
    }

    private static NewTask notBefore(@Nullable Instant free, NewTask task) {
        return free == null || !free.isAfter(task.runAt()) ? task : task.at(free);
    }

    /** When the period of the task that waits has begun, or will; null if it has none. */
    private static @Nullable Instant begin(KeyedTask task, StoredKey key) {
        Instant end = key.takenUntil();
        return end == null ? null : end.minus(task.key().period());
    }

    /** When the period of a task begins that comes after another. */
    private static Instant from(KeyedTask task, StoredKey key) {
        Instant free = key.takenUntil();
        return free == null || !free.isAfter(task.now()) ? task.now() : free;
    }

    private static KeyTable.Gift gift(KeyedTask task, Instant from) {
        return new KeyTable.Gift(
                task.task().invocation().name(),
                task.key().text(),
                task.task().id(),
                task.key().period().isZero() ? null : from.plus(task.key().period()),
                task.now(),
                task.key().until() == Until.STARTED,
                0);
    }
}
