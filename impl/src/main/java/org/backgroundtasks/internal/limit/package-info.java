/** Limits and turns: the rules in pure Java. Knows neither the database nor the worker. */
@NullMarked
package org.backgroundtasks.internal.limit;

import org.jspecify.annotations.NullMarked;
