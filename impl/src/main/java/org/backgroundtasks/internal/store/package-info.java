/**
 * The tasks in the database, as the rest of the project sees them: a port for each role, and their
 * values. It knows {@code task} only; behind it are its own packages, which nobody else knows but
 * who opens the store.
 */
@NullMarked
package org.backgroundtasks.internal.store;

import org.jspecify.annotations.NullMarked;
