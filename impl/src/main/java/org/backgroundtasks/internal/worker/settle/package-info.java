/**
 * Records what has become of tasks, and tells hooks and observers of it in the same transaction. It
 * may not know who runs or finds them.
 */
@NullMarked
package org.backgroundtasks.internal.worker.settle;

import org.jspecify.annotations.NullMarked;
