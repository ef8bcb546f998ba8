/**
 * Configuration: reads MicroProfile Config into validated records, and collects every wrong value
 * instead of stopping at the first. It knows {@code task}; it may not know CDI, the store or the
 * worker.
 */
@NullMarked
package org.backgroundtasks.internal.config;

import org.jspecify.annotations.NullMarked;
