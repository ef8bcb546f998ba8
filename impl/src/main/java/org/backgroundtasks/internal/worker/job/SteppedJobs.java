package org.backgroundtasks.internal.worker.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.internal.time.Ticker;

/** Does jobs on the thread that takes the step, those whose interval has passed. */
public final class SteppedJobs {

    private final List<PeriodicJob> jobs;
    private final Ticker ticker;
    private final Map<PeriodicJob, Long> doneAt = new HashMap<>();

    public SteppedJobs(List<PeriodicJob> jobs, Ticker ticker) {
        this.jobs = List.copyOf(jobs);
        this.ticker = ticker;
    }

    /** Throws what a job throws. */
    public void step() {
        for (PeriodicJob job : jobs) {
            if (isDue(job)) {
                job.work().run();
                doneAt.put(job, ticker.nanoTime());
            }
        }
    }

    private boolean isDue(PeriodicJob job) {
        Long done = doneAt.get(job);
        return done == null || ticker.nanoTime() - done >= job.interval().toNanos();
    }
}
