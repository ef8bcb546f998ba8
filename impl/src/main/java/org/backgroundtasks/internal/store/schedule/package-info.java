/** The ports for schedules: of callers, and of the worker. They know no statements. */
@NullMarked
package org.backgroundtasks.internal.store.schedule;

import org.jspecify.annotations.NullMarked;
