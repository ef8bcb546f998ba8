package org.backgroundtasks.internal.codec;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which types JSON-B can bind back, judged at deployment: with their record components and bean
 * properties, as deep as they go.
 *
 * @see <a
 *     href="https://jakarta.ee/specifications/jsonb/3.0/jakarta-jsonb-spec-3.0#default-mapping">Jakarta
 *     JSON Binding 3.0, Default Mapping</a>
 */
public final class BindableTypes {

    private BindableTypes() {}

    /** Why a parameter of this type could not be bound back, or empty if it can. */
    public static Optional<String> problem(Type type) {
        return Optional.ofNullable(problem(type, new HashSet<>()));
    }

    /** The types of what a value of a class is made of; nothing of one that is bound as a whole. */
    public static Stream<Type> parts(Class<?> type) {
        if (KnownTypes.isPlain(type) || KnownTypes.isCustomized(type)) {
            return Stream.empty();
        }
        return type.isRecord() ? RecordProperties.types(type) : BeanProperties.types(type);
    }

    private static @Nullable String problem(Type type, Set<Class<?>> seen) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() instanceof Class<?> raw && KnownTypes.isContainer(raw)
                    ? first(Arrays.stream(generic.getActualTypeArguments()), seen)
                    : generic.getTypeName() + " is generic, and only the JDK's collections may be";
        }
        if (type instanceof Class<?> plain) {
            return plain.isArray()
                    ? problem(plain.getComponentType(), seen)
                    : problemOfClass(plain, seen);
        }
        return type.getTypeName() + " is no concrete type";
    }

    private static @Nullable String first(Stream<? extends Type> types, Set<Class<?>> seen) {
        return types.map(type -> Optional.ofNullable(problem(type, seen)))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String problemOfClass(Class<?> type, Set<Class<?>> seen) {
        if (KnownTypes.isPlain(type) || KnownTypes.isCustomized(type) || !seen.add(type)) {
            return null;
        }
        String problem = problemOfShape(type);
        if (problem != null) {
            return type.getTypeName() + problem;
        }
        return first(parts(type), seen);
    }

    /**
     * What is wrong with a class that is neither plain nor a container, apart from what it is made
     * of.
     */
    private static @Nullable String problemOfShape(Class<?> type) {
        if (type == Object.class) {
            return " says nothing about the value";
        }
        if (type.getTypeParameters().length > 0) {
            return " has type parameters, which must be given";
        }
        if (type.isInterface()) {
            return " is an interface, and JSON-B does not know which class to make";
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            return " is abstract, and JSON-B does not know which class to make";
        }
        if (KnownTypes.isOfThePlatform(type)) {
            return " is a class of the platform for which JSON-B has no mapping";
        }
        if (type.isLocalClass()
                || type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
            return " is an inner class, which cannot be made without its outer instance";
        }
        if (!Modifier.isPublic(type.getModifiers())) {
            return " is not public, and JSON-B reads the members of public classes and records only";
        }
        if (type.isRecord()) {
            return RecordProperties.problem(type);
        }
        return KnownTypes.isConstructible(type)
                ? BeanProperties.problem(type)
                : " has neither a public constructor without parameters nor a @JsonbCreator";
    }
}
