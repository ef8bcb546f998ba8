/** Tasks that take turns, in SQL. */
@NullMarked
package org.backgroundtasks.internal.store.sql.limit;

import org.jspecify.annotations.NullMarked;
