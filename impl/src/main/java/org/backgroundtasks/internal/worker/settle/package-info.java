/**
 * Records what has become of tasks, and tells hooks and observers of it in the same transaction.
 */
@NullMarked
package org.backgroundtasks.internal.worker.settle;

import org.jspecify.annotations.NullMarked;
