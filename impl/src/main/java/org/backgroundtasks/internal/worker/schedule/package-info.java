/** Fires schedules that are due, and declares those of methods. */
@NullMarked
package org.backgroundtasks.internal.worker.schedule;

import org.jspecify.annotations.NullMarked;
