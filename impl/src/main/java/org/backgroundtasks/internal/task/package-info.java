/**
 * What a task is, without how it is stored or run: invocations, leases, outcomes, the lifecycle and
 * the backoff. Pure Java over the public API; it may not know CDI, JSON-B, Jakarta Persistence,
 * JDBC or MicroProfile Config.
 */
@NullMarked
package org.backgroundtasks.internal.task;

import org.jspecify.annotations.NullMarked;
