package org.backgroundtasks.internal.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the type variables of a class's superclasses stand for in it. */
public final class TypeArguments {

    private final Map<TypeVariable<?>, Type> given = new HashMap<>();

    public TypeArguments(Class<?> type) {
        for (Class<?> from = type; from != null; from = from.getSuperclass()) {
            note(from.getGenericSuperclass());
            Arrays.stream(from.getGenericInterfaces()).forEach(this::note);
        }
    }

    private void note(@Nullable Type type) {
        if (type instanceof ParameterizedType generic
                && generic.getRawType() instanceof Class<?> raw) {
            TypeVariable<?>[] variables = raw.getTypeParameters();
            for (int i = 0; i < variables.length; i++) {
                given.put(variables[i], generic.getActualTypeArguments()[i]);
            }
        }
    }

    /** A type with the variables replaced whose arguments are known. */
    public Type in(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            Type argument = given.get(variable);
            return argument == null || argument.equals(variable) ? type : in(argument);
        }
        return type instanceof ParameterizedType generic
                ? new Given(
                        generic.getRawType(),
                        Arrays.stream(generic.getActualTypeArguments()).map(this::in).toList())
                : type;
    }

    private record Given(Type raw, List<Type> arguments) implements ParameterizedType {

        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return null;
        }

        @Override
        public String getTypeName() {
            return raw.getTypeName()
                    + String.join(", ", arguments.stream().map(Type::getTypeName).toList())
                            .transform("<%s>"::formatted);
        }
    }
}
