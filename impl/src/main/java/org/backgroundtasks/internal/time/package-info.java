/** How time passes for the engine, and how a test moves it on. It knows nothing of tasks. */
@NullMarked
package org.backgroundtasks.internal.time;

import org.jspecify.annotations.NullMarked;
