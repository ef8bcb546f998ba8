/**
 * The tables: made and brought up to date by the shipped scripts, or checked. It may not know
 * tasks.
 */
@NullMarked
package org.backgroundtasks.internal.store.schema;

import org.jspecify.annotations.NullMarked;
