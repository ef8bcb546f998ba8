/**
 * How the supported databases differ: a class for each. It knows the settings of the store, and
 * makes no statement by itself.
 */
@NullMarked
package org.backgroundtasks.internal.store.dialect;

import org.jspecify.annotations.NullMarked;
