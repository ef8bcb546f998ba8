/**
 * The tasks in the database: stored and read through Jakarta Persistence in the caller's
 * transaction ({@link org.backgroundtasks.internal.store.TaskStore}), moved from state to state by
 * SQL ({@link org.backgroundtasks.internal.store.LeaseStore}). It knows {@code task}, and of {@code
 * config} its own settings; it may not know CDI or the worker.
 */
@NullMarked
package org.backgroundtasks.internal.store;

import org.jspecify.annotations.NullMarked;
