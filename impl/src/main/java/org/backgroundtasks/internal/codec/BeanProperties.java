package org.backgroundtasks.internal.codec;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbVisibility;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The properties of a bean as JSON-B sees them by default: public fields and getters. */
final class BeanProperties {

    private BeanProperties() {}

    /** The types of the properties that do not say themselves how they are bound. */
    static Stream<Type> types(Class<?> bean) {
        if (KnownTypes.holdsOthers(bean)) {
            return elementTypes(bean.getGenericSuperclass());
        }
        Stream<Type> fields =
                Arrays.stream(bean.getFields())
                        .filter(BeanProperties::isProperty)
                        .map(Field::getGenericType);
        Stream<Type> getters =
                Arrays.stream(bean.getMethods())
                        .filter(BeanProperties::isGetter)
                        .map(Method::getGenericReturnType);
        return Stream.concat(fields, getters).map(new TypeArguments(bean)::in);
    }

    /** What a class of the application says of its elements: by its superclass, or that one's. */
    private static Stream<Type> elementTypes(Type superclass) {
        if (superclass instanceof ParameterizedType generic) {
            return Arrays.stream(generic.getActualTypeArguments());
        }
        return superclass == Object.class ? Stream.empty() : Stream.of(superclass);
    }

    /**
     * Why a value of a bean could not come back whole, or null if it could: a field that JSON-B
     * does not write, or does not read. What the bean's own {@code equals} leaves out is not
     * missed, if there is any property at all.
     */
    static @Nullable String problem(Class<?> bean) {
        List<Field> fields =
                KnownTypes.state(bean).stream()
                        .filter(field -> !field.isAnnotationPresent(JsonbTransient.class))
                        .toList();
        Class<?> above = KnownTypes.unseenState(bean);
        if (above != null) {
            return " extends %s, whose state JSON-B does not write, and would lose it; pass a record of what matters"
                    .formatted(above.getName());
        }
        if (fields.isEmpty()) {
            return null;
        }
        if (KnownTypes.holdsOthers(bean)) {
            return " has the field '%s' beside its elements, which JSON-B does not write, and would lose it; pass a record of"
                            .formatted(fields.get(0).getName())
                    + " both, or make the field transient";
        }
        if (hasOwnVisibility(bean)) {
            return null;
        }
        if (KnownTypes.hasEquals(bean)) {
            return hasProperty(bean, fields)
                    ? null
                    : " has the field '%s', and no property that is both written and read; give it a public getter and setter"
                            .formatted(fields.get(0).getName());
        }
        List<Field> unreadable = fields.stream().filter(field -> !isReadable(field, bean)).toList();
        // A property may be kept in a field of another name.
        if (unreadable.size() > readableOtherwise(bean, fields)) {
            return " has the field '%s' that is no property, and would be lost; give it a public getter and setter, or"
                            .formatted(unreadable.get(0).getName())
                    + " make it transient";
        }
        return fields.stream()
                .filter(field -> isReadable(field, bean))
                .filter(field -> !isWritable(field, bean))
                .findFirst()
                .map(
                        field ->
                                " has the property '%s' that can be read and not be set; give it a public setter, or name it in"
                                                .formatted(field.getName())
                                        + " a @JsonbCreator")
                .orElse(null);
    }

    /** A creator may take a property that is kept in a field of another name. */
    private static boolean hasProperty(Class<?> bean, List<Field> fields) {
        return fields.stream().anyMatch(field -> isKept(field, bean))
                || readableOtherwise(bean, fields) > 0
                || hasCreator(bean)
                        && Arrays.stream(bean.getMethods()).anyMatch(BeanProperties::isGetter);
    }

    private static long readableOtherwise(Class<?> bean, List<Field> fields) {
        Set<String> names =
                fields.stream()
                        .flatMap(BeanProperties::names)
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        return Arrays.stream(bean.getMethods())
                .filter(BeanProperties::isGetter)
                .map(getter -> getter.getName().replaceFirst("^(get|is)", ""))
                .filter(name -> !names.contains(name.toLowerCase(Locale.ROOT)))
                .filter(name -> hasSetter(bean, name))
                .count();
    }

    private static boolean hasOwnVisibility(Class<?> bean) {
        return bean.isAnnotationPresent(JsonbVisibility.class)
                || bean.getPackage().isAnnotationPresent(JsonbVisibility.class);
    }

    /** Whether JSON-B writes a field and sets it again. */
    static boolean isKept(Field field, Class<?> bean) {
        return !field.isAnnotationPresent(JsonbTransient.class)
                && isReadable(field, bean)
                && isWritable(field, bean);
    }

    /** Whether JSON-B sets a field that it may not write. */
    static boolean isSet(Field field, Class<?> bean) {
        return !field.isAnnotationPresent(JsonbTransient.class) && hasSetter(field, bean);
    }

    /** Whether JSON-B writes a field: it is public, or has a public getter. */
    private static boolean isReadable(Field field, Class<?> bean) {
        return Modifier.isPublic(field.getModifiers())
                || Arrays.stream(bean.getMethods())
                        .filter(method -> method.getParameterCount() == 0)
                        .filter(method -> method.getReturnType() != void.class)
                        .map(Method::getName)
                        .anyMatch(
                                getter ->
                                        names(field)
                                                .anyMatch(
                                                        name ->
                                                                getter.equalsIgnoreCase(
                                                                                "get" + name)
                                                                        || getter.equalsIgnoreCase(
                                                                                "is" + name)));
    }

    private static boolean isWritable(Field field, Class<?> bean) {
        int modifiers = field.getModifiers();
        return Modifier.isPublic(modifiers) && !Modifier.isFinal(modifiers)
                || hasSetter(field, bean)
                || hasCreator(bean);
    }

    private static boolean hasSetter(Field field, Class<?> bean) {
        return names(field).anyMatch(name -> hasSetter(bean, name));
    }

    /** What the property of a field may be called. */
    private static Stream<String> names(Field field) {
        String name = field.getName();
        return name.matches("is[A-Z].*") ? Stream.of(name, name.substring(2)) : Stream.of(name);
    }

    private static boolean hasSetter(Class<?> bean, String name) {
        return Arrays.stream(bean.getMethods())
                .filter(method -> method.getParameterCount() == 1)
                .anyMatch(method -> method.getName().equalsIgnoreCase("set" + name));
    }

    /** A creator's parameters may be called otherwise; the call shows whether that fits. */
    private static boolean hasCreator(Class<?> bean) {
        return Stream.concat(
                        Arrays.stream(bean.getDeclaredConstructors()),
                        Arrays.stream(bean.getDeclaredMethods()))
                .filter(creator -> creator.isAnnotationPresent(JsonbCreator.class))
                .anyMatch(creator -> creator.getParameterCount() > 0);
    }

    private static boolean isProperty(Field field) {
        return (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0
                && !KnownTypes.isCustomized(field);
    }

    private static boolean isGetter(Method method) {
        return method.getDeclaringClass() != Object.class
                && !Modifier.isStatic(method.getModifiers())
                && !method.isBridge()
                && method.getParameterCount() == 0
                && method.getReturnType() != void.class
                && (method.getName().matches("get.+") || method.getName().matches("is.+"))
                && !KnownTypes.isCustomized(method)
                && !isCustomizedField(method);
    }

    /** Annotations may also stand on the private field behind a getter. */
    private static boolean isCustomizedField(Method getter) {
        String name = getter.getName().replaceFirst("^(get|is)", "");
        String property = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        for (Class<?> type = getter.getDeclaringClass();
                type != null;
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(property)) {
                    return KnownTypes.isCustomized(field);
                }
            }
        }
        return false;
    }
}
