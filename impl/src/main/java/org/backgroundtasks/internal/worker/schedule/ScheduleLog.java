package org.backgroundtasks.internal.worker.schedule;

import static org.jboss.logging.Logger.Level.ERROR;
import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import java.lang.invoke.MethodHandles;
import java.time.Instant;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.logging.Messages;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Messages 720 to 799: what becomes of schedules. */
@MessageLogger(projectCode = "BGTASK", length = 6)
interface ScheduleLog extends BasicLogger {

    ScheduleLog LOG =
            Messages.logger(
                    MethodHandles.lookup(), ScheduleLog.class, "org.backgroundtasks.schedule");

    /** Repair: Look at the cause. It is tried again each five seconds. */
    @LogMessage(level = ERROR)
    @Message(id = 720, value = "The schedule %s is due and could not be fired")
    void scheduleFailed(String key, @Cause Throwable cause);

    /**
     * Repair: None, if the nodes were down. What becomes of missed instants is said by the
     * schedule.
     */
    @LogMessage(level = WARN)
    @Message(id = 721, value = "The schedule %s has missed %d instant(s) since %s")
    void instantsMissed(String key, long count, Instant since);

    /** Repair: None. */
    @LogMessage(level = INFO)
    @Message(id = 722, value = "The schedule %s (%s) comes next at %s")
    void declared(String key, String expression, String next);

    /**
     * Repair: None. This node's schedule comes in its place when no live node declares it any more.
     */
    @LogMessage(level = INFO)
    @Message(
            id = 723,
            value =
                    "The schedule %s is left as the live nodes of another release declare it, not as here (%s)")
    void leftToOthers(String key, String expression);

    @LogMessage(level = WARN)
    @Message(
            id = 724,
            value =
                    "The schedule %s that %s declares is not stored, since one of that key was made at run time; remove that by"
                            + " TaskSchedules.remove, or give the other another @Recurring(key)")
    void keyTaken(String key, String name);

    /** Repair: None. */
    @LogMessage(level = INFO)
    @Message(
            id = 725,
            value =
                    "Task %s, which only waited for another attempt, is cancelled in favour of the next one of the schedule %s")
    void superseded(TaskId task, String key);
}
