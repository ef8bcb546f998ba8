/**
 * The queues on this node: what was claimed and waits, and the threads that they share. It may not
 * know how tasks are run or found.
 */
@NullMarked
package org.backgroundtasks.internal.worker.queue;

import org.jspecify.annotations.NullMarked;
