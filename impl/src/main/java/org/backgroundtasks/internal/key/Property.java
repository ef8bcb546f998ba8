package org.backgroundtasks.internal.key;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.backgroundtasks.Sensitive;
import org.backgroundtasks.internal.codec.TypeArguments;
import org.jspecify.annotations.Nullable;

/** A property of a value: a component of a record, a getter, or a public field. */
record Property(Type type, boolean isSensitive, Reader reader) {

    /** Reads it. */
    private interface Reader {
        @Nullable Object read(Object owner) throws ReflectiveOperationException;
    }

    /** The property of a name; empty if there is none. */
    static Optional<Property> of(Type owner, String name) {
        if (!(owner instanceof Class<?> type) || type.isPrimitive()) {
            return Optional.empty();
        }
        return (type.isRecord() ? ofRecord(type, name) : ofGetter(type, name))
                .or(() -> ofField(type, name));
    }

    private static Optional<Property> ofRecord(Class<?> type, String name) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getName().equals(name))
                .findFirst()
                .map(
                        component ->
                                of(
                                        component.getGenericType(),
                                        isSensitive(component),
                                        component.getAccessor()));
    }

    static boolean isSensitive(RecordComponent component) {
        return component.isAnnotationPresent(Sensitive.class);
    }

    private static Optional<Property> ofGetter(Class<?> type, String name) {
        String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getParameterCount() == 0 && !method.isBridge())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getReturnType() != void.class)
                .filter(
                        method ->
                                method.getName().equals("get" + capital)
                                        || method.getName().equals("is" + capital))
                .findFirst()
                .map(getter -> of(in(type, getter.getGenericReturnType()), false, getter));
    }

    private static Property of(Type type, boolean isSensitive, Method getter) {
        // Of a public type; whoever wrote it may have put it into a class that is not.
        getter.trySetAccessible();
        return new Property(type, isSensitive, getter::invoke);
    }

    private static Optional<Property> ofField(Class<?> type, String name) {
        return Arrays.stream(type.getFields())
                .filter(field -> field.getName().equals(name))
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .findFirst()
                .map(field -> of(type, field));
    }

    private static Property of(Class<?> owner, Field field) {
        field.trySetAccessible();
        return new Property(in(owner, field.getGenericType()), false, field::get);
    }

    private static Type in(Class<?> owner, Type type) {
        return new TypeArguments(owner).in(type);
    }

    @Nullable Object of(Object owner) {
        try {
            return reader.read(owner);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
