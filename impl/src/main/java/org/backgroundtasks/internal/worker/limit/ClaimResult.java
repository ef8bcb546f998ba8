package org.backgroundtasks.internal.worker.limit;

import java.util.List;
import org.backgroundtasks.internal.task.ClaimedTask;

/**
 * What a claim has brought.
 *
 * @param isMore whether another may bring more, once there is a thread for it, or a limit lets it
 *     in
 */
public record ClaimResult(List<ClaimedTask> tasks, boolean isMore) {}
