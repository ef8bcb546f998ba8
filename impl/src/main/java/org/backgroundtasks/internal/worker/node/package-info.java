/** The worker of one node, put together. It knows all of {@code worker}; it may not know CDI. */
@NullMarked
package org.backgroundtasks.internal.worker.node;

import org.jspecify.annotations.NullMarked;
