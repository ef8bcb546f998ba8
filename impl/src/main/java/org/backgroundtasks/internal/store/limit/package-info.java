/** The port for tasks that take turns. Knows neither SQL nor the worker. */
@NullMarked
package org.backgroundtasks.internal.store.limit;

import org.jspecify.annotations.NullMarked;
