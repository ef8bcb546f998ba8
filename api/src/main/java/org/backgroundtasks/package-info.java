/**
 * Background Tasks for Jakarta EE: what an application compiles against.
 *
 * <p>A method of a CDI bean is annotated {@link org.backgroundtasks.Background @Background};
 * calling it stores a task in the caller's JTA transaction, and a worker inside the server runs it
 * later. {@link org.backgroundtasks.TaskScheduler} is injected where a call needs a time, a queue
 * or a priority of its own, or where a task is looked up, cancelled or retried.
 *
 * <p>Nothing here depends on the implementation, and every exception's message starts with a code.
 */
@NullMarked
package org.backgroundtasks;

import org.jspecify.annotations.NullMarked;
