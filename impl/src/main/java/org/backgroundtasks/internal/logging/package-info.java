/** How messages are found. */
@NullMarked
package org.backgroundtasks.internal.logging;

import org.jspecify.annotations.NullMarked;
