package org.backgroundtasks.internal.store.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.backgroundtasks.internal.store.limit.LaneClaim;
import org.backgroundtasks.internal.task.ClaimedTask;

/** A way to claim tasks that take turns. */
public interface LaneClaims {

    /** Claims them; empty, with nothing claimed, if one of the limits is no longer as seen. */
    Optional<List<ClaimedTask>> claim(LaneClaim claim, Duration lease);
}
