package org.backgroundtasks.internal.cdi.call;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.TaskOptions;
import org.backgroundtasks.internal.task.Years;
import org.jspecify.annotations.Nullable;

/** What a call asks for; null where it does not say. At most one of delay and run-at is set. */
record RequestOptions(
        @Nullable Duration delay,
        @Nullable Instant runAt,
        @Nullable String queue,
        @Nullable Integer priority,
        @Nullable String label,
        @Nullable String group,
        KeyOptions keys) {

    static final RequestOptions NONE =
            new RequestOptions(null, null, null, null, null, null, KeyOptions.NONE);

    /** Throws a coded error for null, which the types forbid and the compiler does not see. */
    static void require(@Nullable Object value, String what) {
        if (value == null) {
            throw CallMessages.LOG.isNull(what);
        }
    }

    RequestOptions in(Duration newDelay) {
        require(newDelay, "The delay");
        if (newDelay.isNegative()) {
            throw CallMessages.LOG.negativeDelay(newDelay);
        }
        return new RequestOptions(newDelay, null, queue, priority, label, group, keys);
    }

    RequestOptions at(Instant newRunAt) {
        require(newRunAt, "The time");
        return new RequestOptions(null, inRange(newRunAt), queue, priority, label, group, keys);
    }

    RequestOptions queue(String newQueue) {
        require(newQueue, "The queue");
        if (!TaskOptions.isQueue(newQueue)) {
            throw CallMessages.LOG.notAQueue(newQueue);
        }
        return new RequestOptions(delay, runAt, newQueue, priority, label, group, keys);
    }

    RequestOptions priority(int newPriority) {
        return new RequestOptions(delay, runAt, queue, newPriority, label, group, keys);
    }

    RequestOptions label(String newLabel) {
        require(newLabel, "The label");
        if (!TaskOptions.isLabel(newLabel)) {
            throw CallMessages.LOG.notALabel(newLabel);
        }
        return new RequestOptions(delay, runAt, queue, priority, newLabel, group, keys);
    }

    RequestOptions group(String newGroup) {
        require(newGroup, "The group");
        if (!Lane.isGroup(newGroup)) {
            throw CallMessages.LOG.notAGroup(newGroup);
        }
        return new RequestOptions(delay, runAt, queue, priority, label, newGroup, keys);
    }

    RequestOptions with(KeyOptions newKeys) {
        return new RequestOptions(delay, runAt, queue, priority, label, group, newKeys);
    }

    Instant runAt(TaskOptions declared, Instant now) {
        if (runAt != null) {
            return runAt.truncatedTo(ChronoUnit.MICROS);
        }
        try {
            return inRange(now.plus(delay != null ? delay : declared.schedule()));
        } catch (ArithmeticException | DateTimeException e) {
            throw CallMessages.LOG.timeOutOfRange(Instant.MAX);
        }
    }

    String queue(TaskOptions declared) {
        return queue != null ? queue : declared.queue();
    }

    int priority(TaskOptions declared) {
        return priority != null ? priority : declared.priority();
    }

    /** The lane of a call whose method gives it another one. */
    String lane(String declared) {
        return group == null ? declared : Lane.of(declared).in(group).text();
    }

    private static Instant inRange(Instant time) {
        if (!Years.have(time)) {
            throw CallMessages.LOG.timeOutOfRange(time);
        }
        return time;
    }
}
