package org.backgroundtasks.internal.store.engine;

import java.util.List;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.task.ClaimedTask;

/** A way to claim tasks of a queue. */
public interface Claims {

    List<ClaimedTask> claim(ClaimRequest request);
}
