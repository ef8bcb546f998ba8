/**
 * What the worker of a node does with the database: a port for each role, and their values. It
 * knows {@code task} only, and may not know what is behind the ports.
 */
@NullMarked
package org.backgroundtasks.internal.store.worker;

import org.jspecify.annotations.NullMarked;
