package org.backgroundtasks.internal.store.sql.key;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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
                        if (had.isPresent() && !givesWay(task, key, had.get())) {
                            takings.put(id, standing(task, had.get()));
                            open.remove(id);
                        }
                    });
        }

        boolean isRefused() {
            return takings.values().stream().anyMatch(Taking.Refused.class::isInstance);
        }
    }

    /** Whether the task that has a key leaves it, within no period of the key. */
    private static boolean givesWay(KeyedTask task, StoredKey key, Had had) {
        Instant end = key.terms().until();
        return had.way() == StoredKey.Way.WAITS
                && had.by().equals(task.superseded())
                && (end == null || !end.isAfter(task.now()));
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
                throw KeyTable.behind();
            }
            progress.takings.put(id, taking);
        }
        keys.give(connection, gifts);
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
        throw KeyTable.behind();
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
            if (!givesWay(task, key, had.get())) {
                return Optional.of(standing(task, had.get()));
            }
            gifts.put(key.id(), gift(task, task.now()));
            return Optional.of(taken(task));
        }
        return switch (had.get().way()) {
            case FOLLOWS, WAITS -> replace(connection, task, key, had.get());
            case RUNS -> Optional.of(follow(connection, task, key));
            case RESTS -> {
                Instant free = key.free(task.now());
                gifts.put(key.id(), gift(task, free));
                yield Optional.of(new Taking.Taken(notBefore(free, task.after(task.now()))));
            }
        };
    }

    private Optional<Taking> replace(Connection connection, KeyedTask task, StoredKey key, Had had)
            throws SQLException {
        StoredKey.Terms before = key.terms();
        boolean follows = had.way() == StoredKey.Way.FOLLOWS;
        // Of one that waits for another attempt, the calls before have been heard.
        boolean isAnew = before.firstAt() == null || !follows && key.hasStarted();
        Instant firstCall = isAnew ? task.now() : before.firstAt();
        // Of one that was to follow, and was cancelled: it would have begun where this one ends.
        boolean areOfAnother = !follows && key.nextId() != null;
        Instant from = areOfAnother ? task.now() : before.from();
        NewTask by = notBefore(from, task.after(firstCall));
        if (!waiting.replace(connection, had.by(), by)) {
            return Optional.empty();
        }
        // As the call's own method has it, which may be of another release.
        boolean isHolder = !follows && key.holder() != null;
        keys.change(
                connection,
                key.id(),
                key.nextId(),
                new StoredKey.Terms(
                        from,
                        areOfAnother ? before.from() : end(task, from),
                        task.debounce() == null ? before.firstAt() : firstCall,
                        isHolder ? isUntilStarted(task) : before.untilStarted(),
                        isHolder ? key.holder().leaseNumber() : before.leaseNumber()));
        return Optional.of(new Taking.Replaced(had.by(), by));
    }

    private Taking follow(Connection connection, KeyedTask task, StoredKey key)
            throws SQLException {
        Instant free = task.key().period().isZero() ? task.now() : key.free(task.now());
        NewTask follower = notBefore(free, task.after(task.now())).blocked();
        keys.change(
                connection,
                key.id(),
                follower.id(),
                new StoredKey.Terms(
                        free,
                        end(task, free),
                        firstCall(task),
                        key.terms().untilStarted(),
                        key.terms().leaseNumber()));
        return new Taking.Taken(follower);
    }

    private static NewTask notBefore(Instant free, NewTask task) {
        return free.isAfter(task.runAt()) ? task.at(free) : task;
    }

    /** When the period ends that begins at a time; null if there is none. */
    private static @Nullable Instant end(KeyedTask task, Instant from) {
        Duration period = task.key().period();
        return period.isZero() ? null : from.plus(period);
    }

    private static @Nullable Instant firstCall(KeyedTask task) {
        return task.debounce() == null ? null : task.now();
    }

    private static boolean isUntilStarted(KeyedTask task) {
        return task.key().until() == Until.STARTED;
    }

    private static KeyTable.Gift gift(KeyedTask task, Instant from) {
        return new KeyTable.Gift(
                task.task().invocation().name(),
                task.key().text(),
                task.task().id(),
                new StoredKey.Terms(
                        from, end(task, from), firstCall(task), isUntilStarted(task), 0));
    }
}
