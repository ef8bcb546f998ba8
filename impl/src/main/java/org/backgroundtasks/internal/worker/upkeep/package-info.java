/** What is done now and then. It knows the store only. */
@NullMarked
package org.backgroundtasks.internal.worker.upkeep;

import org.jspecify.annotations.NullMarked;
