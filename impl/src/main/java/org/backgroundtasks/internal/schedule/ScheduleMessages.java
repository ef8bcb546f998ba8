package org.backgroundtasks.internal.schedule;

import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.time.Instant;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.internal.logging.Messages;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageBundle;

/** Messages 700 to 719: values of schedules. */
@MessageBundle(projectCode = "BGTASK", length = 6)
interface ScheduleMessages {

    ScheduleMessages MESSAGES = Messages.bundle(MethodHandles.lookup(), ScheduleMessages.class);

    /** Repair: Correct the expression, as Recurring.cron() says. */
    @Message(id = 700, value = "'%s' is not a cron expression that fires: %s")
    TaskCallException notCron(String expression, String why);

    /** Repair: Pass an interval of one second to 100 years. */
    @Message(id = 701, value = "The interval %s of a schedule is not within a second and 100 years")
    TaskCallException notAnInterval(Duration interval);

    /** Repair: Pass an instant within these years. */
    @Message(id = 702, value = "The time %s of a schedule lies outside the years 1 to 9999")
    TaskCallException timeOutOfRange(Instant time);

    /** Repair: Pass an end after the begin. */
    @Message(id = 703, value = "A schedule ends at %s, before its begin at %s")
    TaskCallException endsBeforeBegin(Instant until, Instant from);

    /** Repair: Pass a jitter of zero to one day. */
    @Message(id = 704, value = "The jitter %s of a schedule is not within zero and one day")
    TaskCallException notAJitter(Duration jitter);

    /** Repair: Pass a value. */
    @Message(id = 705, value = "%s of a schedule is null; it has to be given")
    TaskCallException isNull(String what);
}
