package org.backgroundtasks.internal.config;

import java.time.ZoneId;

/**
 * Everything under {@code background-tasks.}, validated.
 *
 * @param notifies whether nodes tell each other of new tasks
 * @param virtualThreads whether bodies run on virtual threads where the server has them
 * @param maxAttempts for methods that do not say
 * @param maxArgumentSize of all arguments of a call together, in bytes of UTF-8
 * @param zone of cron expressions that do not say
 */
public record Settings(
        StoreSettings store,
        WorkerSettings worker,
        boolean notifies,
        boolean virtualThreads,
        int maxAttempts,
        int maxArgumentSize,
        ZoneId zone) {}
