/**
 * What the server has: threads, transactions, request contexts, its own name. It knows what was
 * discovered, and nothing of tasks.
 */
@NullMarked
package org.backgroundtasks.internal.cdi.server;

import org.jspecify.annotations.NullMarked;
