package org.backgroundtasks.internal.task;

import java.lang.reflect.Type;
import java.util.List;

/**
 * A signature, and what it stands for.
 *
 * @param signature as {@link Signature} makes it
 * @param parameterTypes as {@link Type#getTypeName()} has them
 */
public record KnownSignature(String signature, String name, List<String> parameterTypes) {

    public KnownSignature {
        parameterTypes = List.copyOf(parameterTypes);
    }

    static KnownSignature of(String name, List<Type> parameters) {
        return new KnownSignature(
                Signature.of(name, parameters),
                name,
                parameters.stream().map(Type::getTypeName).toList());
    }
}
