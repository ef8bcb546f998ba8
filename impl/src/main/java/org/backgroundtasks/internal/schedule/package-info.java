/**
 * Recurrence: expressions, the instants that follow from them, and what becomes of those that are
 * due. Pure Java; it may not know the store, the worker or CDI.
 */
@NullMarked
package org.backgroundtasks.internal.schedule;

import org.jspecify.annotations.NullMarked;
