package org.backgroundtasks.internal.store.engine;

import java.time.Duration;
import java.util.List;
import org.backgroundtasks.internal.store.Room;
import org.backgroundtasks.internal.store.Wanted;
import org.backgroundtasks.internal.task.ClaimedTask;

/** A way to claim tasks of a queue. */
public interface Claims {

    List<ClaimedTask> claim(String queue, Wanted wanted, Room room, Duration lease);
}
