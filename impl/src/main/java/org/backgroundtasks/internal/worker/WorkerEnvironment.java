package org.backgroundtasks.internal.worker;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.backgroundtasks.internal.time.Ticker;

/**
 * What the server provides.
 *
 * @param node the name of this worker, under which it holds leases
 * @param ticker how time passes
 * @param scheduler for the jobs that are less urgent; it need not run more than a few at once
 * @param timer keeps time for bodies, and does not wait for the database
 * @param threads for what nothing else may hold up
 * @param bodyThreads for the bodies; the worker shuts it down
 * @param unit runs something as a piece of work of its own, at whose end the server takes back what
 *     the thread has borrowed; on a thread that lives on it would not. Many threads use it at once,
 *     each in a context of its own
 */
public record WorkerEnvironment(
        String node,
        Ticker ticker,
        ScheduledExecutorService scheduler,
        ScheduledExecutorService timer,
        ThreadFactory threads,
        ExecutorService bodyThreads,
        Executor unit,
        Transactions transactions,
        Bodies bodies,
        Events events) {

    /** The same with other threads for the bodies. */
    public WorkerEnvironment withBodyThreads(ExecutorService others) {
        return new WorkerEnvironment(
                node,
                ticker,
                scheduler,
                timer,
                threads,
                others,
                unit,
                transactions,
                bodies,
                events);
    }
}
