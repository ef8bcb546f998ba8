/** Finds what is due, and claims it when there is room. It may not know upkeep. */
@NullMarked
package org.backgroundtasks.internal.worker.claim;

import org.jspecify.annotations.NullMarked;
