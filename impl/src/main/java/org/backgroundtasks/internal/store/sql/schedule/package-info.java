/** The statements about schedules, the same for all databases. */
@NullMarked
package org.backgroundtasks.internal.store.sql.schedule;

import org.jspecify.annotations.NullMarked;
