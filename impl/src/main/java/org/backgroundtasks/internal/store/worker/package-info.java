/** What the worker of a node does with the database: a port for each role, and their values. */
@NullMarked
package org.backgroundtasks.internal.store.worker;

import org.jspecify.annotations.NullMarked;
