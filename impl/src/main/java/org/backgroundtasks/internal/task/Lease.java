package org.backgroundtasks.internal.task;

import org.backgroundtasks.TaskId;

/**
 * The right to settle a task. The number grows with every claim of the row and is never used twice,
 * so a worker that was away for too long cannot settle what another has claimed since.
 *
 * @see <a href="https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html">fencing
 *     tokens</a>
 */
public record Lease(TaskId task, long number) {}
