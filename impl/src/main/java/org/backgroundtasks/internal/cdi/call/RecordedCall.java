package org.backgroundtasks.internal.cdi.call;

import java.time.Instant;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethod;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.schedule.ScheduledCall;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.internal.task.TaskOptions;
import org.jspecify.annotations.Nullable;

/** A call with its arguments as they were at its time. */
record RecordedCall(TaskDefinition definition, String arguments) {

    static RecordedCall of(BackgroundMethod method, Object[] arguments, ArgumentCodec codec) {
        return new RecordedCall(method.definition(), codec.write(method.definition(), arguments));
    }

    String name() {
        return definition.name();
    }

    ScheduledCall toScheduled(@Nullable String createdBy) {
        return ScheduledCall.of(invocation(), definition.options(), createdBy);
    }

    NewTask toTask(RequestOptions requested, Instant now, @Nullable String createdBy) {
        TaskOptions declared = definition.options();
        return new NewTask(
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
    }

    private Invocation invocation() {
        return new Invocation(definition.name(), definition.signature(), arguments);
    }
}
