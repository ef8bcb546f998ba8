package org.backgroundtasks.internal.store.sql.key;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.jspecify.annotations.Nullable;

/**
 * A row of a key, and where the tasks stand that it names.
 *
 * @param id of the key
 * @param holder what is stored of the task that has it, or had it last; null if it is gone
 * @param next what is stored of the task that is to follow; null if there is none
 */
record StoredKey(
        TaskId id,
        TaskId holderId,
        @Nullable Standing holder,
        @Nullable TaskId nextId,
        @Nullable Standing next,
        Terms terms) {

    /**
     * On what terms it was taken.
     *
     * @param from when its period begins: at the call, or when that of another ends
     * @param until when its period ends; null if it has none
     * @param firstAt when the first call was made of those that a debounce takes together; null if
     *     none has put the task off
     * @param untilStarted whether the holder has it only until it is claimed
     * @param leaseNumber of the holder when it took the key
     */
    record Terms(
            Instant from,
            @Nullable Instant until,
            @Nullable Instant firstAt,
            boolean untilStarted,
            long leaseNumber) {}

    /** Where a task stands. */
    record Standing(TaskState state, long leaseNumber) {

        boolean hasEnded() {
            return !TaskSql.NOT_ENDED.contains(state);
        }
    }

    /** The same, with where its tasks stand. */
    StoredKey where(Map<TaskId, Standing> standings) {
        return new StoredKey(
                id,
                holderId,
                standings.get(holderId),
                nextId,
                nextId == null ? null : standings.get(nextId),
                terms);
    }

    /** In what way a task has the key. */
    enum Way {

        /** It waits to follow another. */
        FOLLOWS,

        /** It waits for its time, or a thread. */
        WAITS,

        RUNS,

        /** It has ended, and its period has not. */
        RESTS
    }

    /** Who has it, and how. */
    record Had(TaskId by, Way way) {}

    /** Who has it at a time; empty if nobody does. */
    Optional<Had> had(Instant now) {
        if (nextId != null && next != null && !next.hasEnded()) {
            return Optional.of(new Had(nextId, Way.FOLLOWS));
        }
        if (holder != null && !holder.hasEnded() && !(terms.untilStarted() && hasStarted())) {
            return Optional.of(
                    new Had(holderId, holder.state() == TaskState.RUNNING ? Way.RUNS : Way.WAITS));
        }
        return terms.until() != null && terms.until().isAfter(now)
                ? Optional.of(new Had(holderId, Way.RESTS))
                : Optional.empty();
    }

    /** Whether the holder was claimed since it took the key. */
    boolean hasStarted() {
        return holder != null && holder.leaseNumber() != terms.leaseNumber();
    }

    /** When the period of another task may begin, which is stored now. */
    Instant free(Instant now) {
        Instant end = isUnused() ? terms.from() : terms.until();
        return end == null || end.isBefore(now) ? now : end;
    }

    /** Whether the task was cancelled for which the period was to be, before it began. */
    private boolean isUnused() {
        return nextId != null
                || holder != null
                        && holder.state() == TaskState.CANCELLED
                        && holder.leaseNumber() == 0;
    }
}
