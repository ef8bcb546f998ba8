/**
 * The node in its application: opens the store, starts and stops the worker, tells health and
 * events.
 */
@NullMarked
package org.backgroundtasks.internal.cdi.node;

import org.jspecify.annotations.NullMarked;
