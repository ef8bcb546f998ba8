package org.backgroundtasks.internal.cdi.call;

import java.time.Instant;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethod;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.schedule.ScheduledCall;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.internal.task.TaskKey;
import org.backgroundtasks.internal.task.TaskOptions;
import org.jspecify.annotations.Nullable;

/**
 * A call with its arguments as they were at its time.
 *
 * @param key that its method gives it; null if that does not
 */
record RecordedCall(BackgroundMethod method, String arguments, @Nullable TaskKey key, String lane) {

    static RecordedCall of(BackgroundMethod method, Object[] arguments, ArgumentCodec codec) {
        String stored = codec.write(method.definition(), arguments);
        return new RecordedCall(
                method, stored, key(method, arguments, stored), lane(method, arguments));
    }

    private static @Nullable TaskKey key(
            BackgroundMethod method, Object[] arguments, String stored) {
        if (!method.unique().isDeclared()) {
            return null;
        }
        try {
            return method.unique().key(arguments, stored);
        } catch (RuntimeException | LinkageError e) {
            throw CallMessages.LOG.keyNotMade(method.definition().name(), e);
        }
    }

    private static String lane(BackgroundMethod method, Object[] arguments) {
        try {
            return method.lanes().lane(arguments);
        } catch (RuntimeException | LinkageError e) {
            throw CallMessages.LOG.limitNotMade(method.definition().name(), e);
        }
    }

    private TaskDefinition definition() {
        return method.definition();
    }

    String name() {
        return definition().name();
    }

    /** The key that it has with these options, as a message names it. */
    String keyText(RequestOptions requested) {
        TaskKey taken = requested.keys().key(method, key, arguments);
        return taken == null ? "" : taken.text();
    }

    ScheduledCall toScheduled(@Nullable String createdBy) {
        return ScheduledCall.of(invocation(), definition().options(), createdBy);
    }

    PreparedTask toTask(RequestOptions requested, Instant now, @Nullable String createdBy) {
        TaskOptions declared = definition().options();
        TaskKey taken = requested.keys().key(method, key, arguments);
        NewTask plain =
                new NewTask(
                        TaskIds.next(),
                        invocation(),
                        requested.queue(declared),
                        requested.priority(declared),
                        declared.maxAttempts(),
                        now,
                        requested.runAt(declared, now),
                        createdBy,
                        requested.label(),
                        null);
        NewTask task = plain.in(requested.lane(lane));
        return new PreparedTask(
                taken == null ? task : task.with(taken),
                requested.keys().onConflict(method.unique()),
                requested.keys().debounce());
    }

    private Invocation invocation() {
        return new Invocation(definition().name(), definition().signature(), arguments);
    }
}
