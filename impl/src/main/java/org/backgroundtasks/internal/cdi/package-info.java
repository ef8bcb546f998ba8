/**
 * Where the container meets the rest: the extension that discovers {@code @Background} methods and
 * fails a deployment that breaks a rule. It knows all, and nobody imports it.
 */
@NullMarked
package org.backgroundtasks.internal.cdi;

import org.jspecify.annotations.NullMarked;
