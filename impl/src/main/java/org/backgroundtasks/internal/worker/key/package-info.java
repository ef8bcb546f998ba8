/**
 * What a worker does for unique tasks: it lets those go on that wait to follow another, and prunes
 * keys that nobody has. It knows {@code claim}; it may not know who takes keys.
 */
@NullMarked
package org.backgroundtasks.internal.worker.key;

import org.jspecify.annotations.NullMarked;
