package org.backgroundtasks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a queue. All times are the database's.
 *
 * @param name what it is called
 * @param scheduled how many of its tasks are {@link TaskState#SCHEDULED}, those included that only
 *     wait for another attempt
 * @param ready how many are {@link TaskState#READY}, those included that a limit holds back
 * @param running how many are {@link TaskState#RUNNING}, on all nodes together
 * @param blocked how many are {@link TaskState#BLOCKED}
 * @param paused whether no node claims from it, until {@link TaskAdmin#resume}
 * @param oldestDue the earliest run-at of those that are due and do not run; null if none is
 * @param served whether a node is there that claims from it; one that has crashed counts for three
 *     minutes more, and one that is paused as well
 */
public record QueueInfo(
        String name,
        long scheduled,
        long ready,
        long running,
        long blocked,
        boolean paused,
        @Nullable Instant oldestDue,
        boolean served) {}
