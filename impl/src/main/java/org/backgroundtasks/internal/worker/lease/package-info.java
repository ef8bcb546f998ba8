/**
 * The tasks that this node holds leases on: renewing them, and taking those that others let expire.
 * It knows not how they run.
 */
@NullMarked
package org.backgroundtasks.internal.worker.lease;

import org.jspecify.annotations.NullMarked;
