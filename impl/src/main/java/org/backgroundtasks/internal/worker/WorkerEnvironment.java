package org.backgroundtasks.internal.worker;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * What the server provides.
 *
 * @param node the name of this worker, under which it holds leases
 * @param scheduler for the loops; it need not run more than a few at once
 * @param threads for the bodies
 */
public record WorkerEnvironment(
        String node,
        ScheduledExecutorService scheduler,
        ThreadFactory threads,
        Transactions transactions,
        Bodies bodies,
        Events events) {}
