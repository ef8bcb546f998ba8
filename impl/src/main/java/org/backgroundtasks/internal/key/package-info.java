/**
 * Keys that are made of arguments: templates, checked against the types of parameters. Pure Java;
 * it may not know the store, the worker or CDI.
 */
@NullMarked
package org.backgroundtasks.internal.key;

import org.jspecify.annotations.NullMarked;
