/** What is done again and again, and what keeps doing it. It knows no tasks. */
@NullMarked
package org.backgroundtasks.internal.worker.job;

import org.jspecify.annotations.NullMarked;
