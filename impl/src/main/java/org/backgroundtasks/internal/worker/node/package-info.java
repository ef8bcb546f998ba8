/** The worker of one node, put together. */
@NullMarked
package org.backgroundtasks.internal.worker.node;

import org.jspecify.annotations.NullMarked;
