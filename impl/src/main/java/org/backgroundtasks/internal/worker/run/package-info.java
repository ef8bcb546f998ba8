/**
 * A task from its claim to its settlement: threads, transactions, bodies, outcomes. It knows not
 * how it was found.
 */
@NullMarked
package org.backgroundtasks.internal.worker.run;

import org.jspecify.annotations.NullMarked;
