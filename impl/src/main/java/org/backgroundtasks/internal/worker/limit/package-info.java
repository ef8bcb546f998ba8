/**
 * Claims tasks that take turns, and puts those into lanes that were stored without. It may not know
 * who runs them.
 */
@NullMarked
package org.backgroundtasks.internal.worker.limit;

import org.jspecify.annotations.NullMarked;
