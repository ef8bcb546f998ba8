/**
 * The node in its application: opens the store, starts and stops the worker, tells health and
 * events. It may not know {@code cdi.call}.
 */
@NullMarked
package org.backgroundtasks.internal.cdi.node;

import org.jspecify.annotations.NullMarked;
