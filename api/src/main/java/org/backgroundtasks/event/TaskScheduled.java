package org.backgroundtasks.event;

import java.time.Instant;
import org.backgroundtasks.TaskId;

/**
 * A task was stored, or brought back by {@link org.backgroundtasks.TaskScheduler#retry}.
 *
 * @param id the task
 * @param name its stored name
 * @param queue its queue
 * @param runAt its earliest start, by the database's clock
 */
public record TaskScheduled(TaskId id, String name, String queue, Instant runAt)
        implements TaskEvent {}
