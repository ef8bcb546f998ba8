/**
 * The transactional event publisher: changes, and the observers that are told of them. It may not
 * know what makes them.
 */
@NullMarked
package org.backgroundtasks.internal.worker.event;

import org.jspecify.annotations.NullMarked;
