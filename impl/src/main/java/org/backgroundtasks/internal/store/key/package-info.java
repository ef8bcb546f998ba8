/**
 * The ports of keys: who takes one, and who lets those go on that wait for it. It knows {@code
 * task}; it may not know how the database does it, the worker, or CDI.
 */
@NullMarked
package org.backgroundtasks.internal.store.key;

import org.jspecify.annotations.NullMarked;
