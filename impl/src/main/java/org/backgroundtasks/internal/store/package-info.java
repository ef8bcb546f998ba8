/**
 * The tasks in the database, as callers see them: storing and looking. The worker's ports are a
 * package apart. It knows {@code task} only; behind the ports are packages that nobody else knows
 * but who opens the store.
 */
@NullMarked
package org.backgroundtasks.internal.store;

import org.jspecify.annotations.NullMarked;
