/** The transactional event publisher: changes, and the observers that are told of them. */
@NullMarked
package org.backgroundtasks.internal.worker.event;

import org.jspecify.annotations.NullMarked;
