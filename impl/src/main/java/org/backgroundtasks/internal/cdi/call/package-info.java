/**
 * What a call of a {@code @Background} method means: a task that is stored, a call of {@code now},
 * or the run of a body.
 */
@NullMarked
package org.backgroundtasks.internal.cdi.call;

import org.jspecify.annotations.NullMarked;
