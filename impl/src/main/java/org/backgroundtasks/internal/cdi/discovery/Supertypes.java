package org.backgroundtasks.internal.cdi.discovery;

import jakarta.enterprise.inject.spi.AnnotatedType;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The classes and interfaces of a bean with their type arguments: by them one finds all ways to
 * call a method. A call through a generic interface has other parameter types than the method that
 * implements it; the compiler joins them by a bridge.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jls/se17/html/jls-8.html#jls-8.4.8.1">Java
 *     Language Specification, Overriding</a>
 */
final class Supertypes {

    private final Class<?> bean;
    private final Map<Class<?>, Map<TypeVariable<?>, Type>> arguments = new HashMap<>();

    Supertypes(AnnotatedType<?> bean) {
        this.bean = bean.getJavaClass();
        for (Type type : bean.getTypeClosure()) {
            Map<TypeVariable<?>, Type> given = new HashMap<>();
            if (type instanceof ParameterizedType parameterized) {
                TypeVariable<?>[] variables = raw(type).getTypeParameters();
                for (int i = 0; i < variables.length; i++) {
                    given.put(variables[i], parameterized.getActualTypeArguments()[i]);
                }
            }
            arguments.put(raw(type), given);
        }
    }

    static Class<?> raw(Type type) {
        return type instanceof ParameterizedType parameterized
                ? (Class<?>) parameterized.getRawType()
                : (Class<?>) type;
    }

    /** The parameter types by which a method of the bean can be called, each in its order. */
    Set<List<Class<?>>> waysToCall(Method method) {
        Set<List<Class<?>>> ways = new LinkedHashSet<>();
        ways.add(List.of(method.getParameterTypes()));
        arguments.keySet().stream()
                .flatMap(MethodsOf::declaration)
                .filter(declared -> isImplementedBy(declared, method))
                .forEach(declared -> ways.add(List.of(declared.getParameterTypes())));
        return ways;
    }

    /** The method of a type of the bean that calls a method of the bean. */
    Optional<Method> on(Class<?> type, Method method) {
        return methods(type).filter(declared -> isImplementedBy(declared, method)).findFirst();
    }

    private static Stream<Method> methods(Class<?> type) {
        Stream<Method> all = MethodsOf.view(type);
        for (Class<?> from = type; from != null; from = from.getSuperclass()) {
            all = Stream.concat(all, MethodsOf.declaration(from));
        }
        return all;
    }

    private boolean isImplementedBy(Method declared, Method method) {
        return declared.getName().equals(method.getName())
                && !Modifier.isStatic(declared.getModifiers())
                && !Modifier.isPrivate(declared.getModifiers())
                && declared.getParameterCount() == method.getParameterCount()
                && erased(declared).equals(List.of(method.getParameterTypes()));
    }

    /** The parameter types of a method for this bean. */
    private List<Class<?>> erased(Method declared) {
        Map<TypeVariable<?>, Type> given =
                arguments.getOrDefault(declared.getDeclaringClass(), Map.of());
        List<Class<?>> types = new ArrayList<>();
        for (Type parameter : declared.getGenericParameterTypes()) {
            types.add(erased(parameter, given));
        }
        return types;
    }

    private static Class<?> erased(Type type, Map<TypeVariable<?>, Type> given) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType parameterized) {
            return raw(parameterized);
        }
        if (type instanceof GenericArrayType array) {
            Class<?> component = erased(array.getGenericComponentType(), given);
            return Array.newInstance(component, 0).getClass();
        }
        if (type instanceof TypeVariable<?> variable) {
            Type argument = given.get(variable);
            return argument == null || argument.equals(variable)
                    ? erased(variable.getBounds()[0], given)
                    : erased(argument, given);
        }
        return type instanceof WildcardType wildcard
                ? erased(wildcard.getUpperBounds()[0], given)
                : Object.class;
    }

    /** The method of a class below that comes in the place of one, if there is one. */
    Optional<Method> overriding(Method upper) {
        for (Class<?> type = bean;
                type != null && type != upper.getDeclaringClass();
                type = type.getSuperclass()) {
            Optional<Method> found =
                    MethodsOf.declaration(type)
                            .filter(lower -> overrides(lower, upper))
                            .filter(lower -> !isOnlyMadeVisible(lower))
                            .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private boolean overrides(Method lower, Method upper) {
        return isInherited(upper, lower.getDeclaringClass())
                && lower.getName().equals(upper.getName())
                && !Modifier.isStatic(lower.getModifiers())
                && List.of(lower.getParameterTypes()).equals(List.of(upper.getParameterTypes()));
    }

    private static boolean isInherited(Method method, Class<?> by) {
        int modifiers = method.getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
            return false;
        }
        return (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
                || method.getDeclaringClass().getPackage().equals(by.getPackage());
    }

    /** Whether a method has the parameters of another in types below theirs. */
    private static boolean isNarrower(Method method, Method wider) {
        if (method.getParameterCount() != wider.getParameterCount()) {
            return false;
        }
        for (int i = 0; i < method.getParameterCount(); i++) {
            if (!wider.getParameterTypes()[i].isAssignableFrom(method.getParameterTypes()[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * The compiler repeats the public methods of a class that others cannot see, by bridges to
     * themselves.
     */
    private static boolean isOnlyMadeVisible(Method lower) {
        return lower.isBridge()
                && MethodsOf.declaration(lower.getDeclaringClass())
                        .noneMatch(
                                other ->
                                        !other.isBridge()
                                                && other.getName().equals(lower.getName())
                                                && isNarrower(other, lower));
    }
}
