/** Keys in SQL: behind the ports of {@code store.key}, and known to nobody else. */
@NullMarked
package org.backgroundtasks.internal.store.sql.key;

import org.jspecify.annotations.NullMarked;
