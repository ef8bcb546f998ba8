/**
 * What queues and limits look like as a whole, put together of what the database tells. Pure Java;
 * knows neither SQL nor the worker.
 */
@NullMarked
package org.backgroundtasks.internal.overview;

import org.jspecify.annotations.NullMarked;
