package org.backgroundtasks.internal.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.stream.Stream;

/** The properties of a bean as JSON-B sees them by default: public fields and getters. */
final class BeanProperties {

    private BeanProperties() {}

    /** The types of the properties that do not say themselves how they are bound. */
    static Stream<Type> types(Class<?> bean) {
        Stream<Type> fields =
                Arrays.stream(bean.getFields())
                        .filter(BeanProperties::isProperty)
                        .map(Field::getGenericType);
        Stream<Type> getters =
                Arrays.stream(bean.getMethods())
                        .filter(BeanProperties::isGetter)
                        .map(Method::getGenericReturnType);
        return Stream.concat(fields, getters);
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
