package org.backgroundtasks.internal.store.schedule;

import java.time.Instant;
import org.backgroundtasks.internal.schedule.StoredSchedule;

/**
 * A schedule that is due.
 *
 * @param now the database's time
 */
public record DueSchedule(StoredSchedule schedule, Instant now) {}
