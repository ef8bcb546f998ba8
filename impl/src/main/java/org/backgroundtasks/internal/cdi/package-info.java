/**
 * Where the container meets the rest: the extension that discovers {@code @Background} methods and
 * the rules it checks, the interceptor that turns calls into tasks, the injectable scheduler, and
 * the start of the worker. It knows everything; nobody imports it.
 */
@NullMarked
package org.backgroundtasks.internal.cdi;

import org.jspecify.annotations.NullMarked;
