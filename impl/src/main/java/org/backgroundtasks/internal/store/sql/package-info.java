/**
 * The statements of each role, over {@code store.jdbc}. It knows nothing of Jakarta Persistence.
 */
@NullMarked
package org.backgroundtasks.internal.store.sql;

import org.jspecify.annotations.NullMarked;
