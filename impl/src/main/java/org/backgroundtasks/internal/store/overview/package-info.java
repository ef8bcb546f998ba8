/** The port for looking at queues and limits as a whole. Knows neither SQL nor the worker. */
@NullMarked
package org.backgroundtasks.internal.store.overview;

import org.jspecify.annotations.NullMarked;
