package org.backgroundtasks.internal.key;

import java.lang.reflect.Type;

/**
 * A parameter of which a key may be made.
 *
 * @param isSensitive whether nobody is to see its value
 */
public record KeyParameter(Type type, boolean isSensitive) {}
