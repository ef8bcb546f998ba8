/**
 * What happens to tasks, as CDI events.
 *
 * <p>{@link org.backgroundtasks.event.TaskEvent} says when each is fired, and in which transaction.
 */
@NullMarked
package org.backgroundtasks.event;

import org.jspecify.annotations.NullMarked;
