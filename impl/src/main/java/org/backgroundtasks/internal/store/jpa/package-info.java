/**
 * The tasks as entities, and the persistence unit; opens the store. {@code jakarta.persistence} is
 * known here only.
 */
@NullMarked
package org.backgroundtasks.internal.store.jpa;

import org.jspecify.annotations.NullMarked;
