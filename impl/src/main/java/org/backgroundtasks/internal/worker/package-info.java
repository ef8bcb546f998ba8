/**
 * The runtime of one node: claims tasks, runs them, settles them, and keeps their leases alive. It
 * takes its executor, threads, transactions and bodies from outside, so that it runs in a test
 * without a server. It knows {@code task}, {@code codec}, {@code config} and {@code store}; it may
 * not know CDI.
 */
@NullMarked
package org.backgroundtasks.internal.worker;

import org.jspecify.annotations.NullMarked;
