package org.backgroundtasks.internal.worker.schedule;

import java.util.List;
import org.backgroundtasks.internal.codec.MetadataCodec;
import org.backgroundtasks.internal.schedule.DeclaredSchedule;
import org.backgroundtasks.internal.worker.TaskStorage;

/**
 * What schedules need beside the engine.
 *
 * @param declared those that methods declare
 * @param storage where their tasks go
 */
public record ScheduleFeature(
        List<DeclaredSchedule> declared, TaskStorage storage, MetadataCodec metadata) {

    public ScheduleFeature {
        declared = List.copyOf(declared);
    }
}
