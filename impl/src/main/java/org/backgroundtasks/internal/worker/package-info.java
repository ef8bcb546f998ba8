/**
 * What the worker of a node needs from its server, and what all its parts share: ports, messages,
 * the unit of work. It knows {@code task} and {@code store}; nobody here knows CDI.
 */
@NullMarked
package org.backgroundtasks.internal.worker;

import org.jspecify.annotations.NullMarked;
