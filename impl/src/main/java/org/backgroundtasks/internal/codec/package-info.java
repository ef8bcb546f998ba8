/**
 * Arguments to JSON and back, by the server's JSON-B. Binds only to the declared parameter types of
 * a method. It knows {@code task}; it may not know CDI, the store or the worker.
 */
@NullMarked
package org.backgroundtasks.internal.codec;

import org.jspecify.annotations.NullMarked;
