/** The tables: made and brought up to date by the shipped scripts, or checked. */
@NullMarked
package org.backgroundtasks.internal.store.schema;

import org.jspecify.annotations.NullMarked;
