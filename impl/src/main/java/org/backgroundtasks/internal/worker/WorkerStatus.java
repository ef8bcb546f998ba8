package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a worker does.
 *
 * @param running how many tasks it runs now
 * @param lostLeases how many leases it has lost since its start
 * @param unresolved how many tasks wait that it has no method for, when it last looked
 * @param unserved how many tasks wait in queues that no node seems to serve
 * @param sinceWritten how long ago the database took its last heartbeat; null if it has taken none
 * @param failingJobs the jobs whose last turn has failed
 * @param deadJobs the jobs that have ended, or have taken no turn for minutes
 */
public record WorkerStatus(
        int running,
        long lostLeases,
        long unresolved,
        long unserved,
        @Nullable Duration sinceWritten,
        List<String> failingJobs,
        List<String> deadJobs) {}
