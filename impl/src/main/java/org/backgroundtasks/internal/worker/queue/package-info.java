/** The queues on this node: what was claimed and waits, and the threads that they share. */
@NullMarked
package org.backgroundtasks.internal.worker.queue;

import org.jspecify.annotations.NullMarked;
