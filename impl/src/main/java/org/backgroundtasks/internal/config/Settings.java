package org.backgroundtasks.internal.config;

/**
 * Everything under {@code background-tasks.}, validated.
 *
 * @param maxAttempts for methods that do not say
 * @param maxArgumentSize of all arguments of a call together, in bytes of UTF-8
 */
public record Settings(
        StoreSettings store, WorkerSettings worker, int maxAttempts, int maxArgumentSize) {}
