/** How messages are found. It may not know anything else here. */
@NullMarked
package org.backgroundtasks.internal.logging;

import org.jspecify.annotations.NullMarked;
