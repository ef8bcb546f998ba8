package org.backgroundtasks.internal.schedule;

import java.util.List;
import org.backgroundtasks.Schedule;
import org.backgroundtasks.internal.task.Signature;

/**
 * A schedule that a method declares.
 *
 * @param schedule has a zone
 */
public record DeclaredSchedule(String key, ScheduledCall call, Schedule schedule) {

    /** Tells it from the same schedule as another release declares it. */
    public String definition() {
        return Signature.of(toString(), List.of());
    }
}
