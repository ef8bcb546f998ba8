/** Connections, statements and rows. It knows nothing of tasks but their ids, leases and states. */
@NullMarked
package org.backgroundtasks.internal.store.jdbc;

import org.jspecify.annotations.NullMarked;
