package org.backgroundtasks.internal.codec;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeDeserializer;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;

/** The types that need no judgement, or another one. */
final class KnownTypes {

    private static final Set<Class<?>> PLAIN =
            Set.of(
                    Boolean.class,
                    Byte.class,
                    Short.class,
                    Integer.class,
                    Long.class,
                    Float.class,
                    Double.class,
                    Character.class,
                    String.class,
                    BigInteger.class,
                    BigDecimal.class,
                    UUID.class,
                    URI.class,
                    Date.class,
                    Instant.class,
                    Duration.class,
                    Period.class,
                    LocalDate.class,
                    LocalTime.class,
                    LocalDateTime.class,
                    OffsetTime.class,
                    OffsetDateTime.class,
                    ZonedDateTime.class,
                    ZoneId.class,
                    ZoneOffset.class,
                    Year.class,
                    YearMonth.class,
                    MonthDay.class,
                    DayOfWeek.class,
                    Month.class);

    private static final Set<Class<?>> CONTAINERS =
            Set.of(
                    Collection.class,
                    List.class,
                    Set.class,
                    SortedSet.class,
                    NavigableSet.class,
                    Queue.class,
                    Deque.class,
                    Map.class,
                    SortedMap.class,
                    NavigableMap.class);

    /** With one of these, the class itself says how it is bound. */
    private static final List<Class<? extends Annotation>> CUSTOMIZATIONS =
            List.of(
                    JsonbTypeInfo.class,
                    JsonbTypeAdapter.class,
                    JsonbTypeDeserializer.class,
                    JsonbTransient.class);

    private KnownTypes() {}

    /** Whether JSON-B has a mapping of its own that reads what it writes. */
    static boolean isPlain(Class<?> type) {
        return type.isPrimitive() || type.isEnum() || PLAIN.contains(type);
    }

    /** Whether it is a collection or map of the JDK that JSON-B can make. */
    static boolean isContainer(Class<?> type) {
        return CONTAINERS.contains(type)
                || (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type))
                        && type.getName().startsWith("java.util.")
                        && !Modifier.isAbstract(type.getModifiers())
                        && isConstructible(type);
    }

    /** Whether the class itself says how it is bound. */
    static boolean isCustomized(AnnotatedElement element) {
        return CUSTOMIZATIONS.stream().anyMatch(element::isAnnotationPresent);
    }

    static boolean isOfThePlatform(Class<?> type) {
        String name = type.getName();
        return name.startsWith("java.") || name.startsWith("javax.") || name.startsWith("jakarta.");
    }

    /** Whether a class says itself when two of it are equal. */
    static boolean hasEquals(Class<?> type) {
        try {
            return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every class has an equals", e);
        }
    }

    /** The fields that make up a value, also those of the classes above. */
    static List<Field> state(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> from = type;
                from != null && !isOfThePlatform(from);
                from = from.getSuperclass()) {
            for (Field field : from.getDeclaredFields()) {
                if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0
                        && !field.isSynthetic()) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    static boolean isConstructible(Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors()).anyMatch(KnownTypes::isUsable)
                || Arrays.stream(type.getDeclaredMethods()).anyMatch(KnownTypes::isCreator);
    }

    private static boolean isUsable(Constructor<?> constructor) {
        boolean isVisible =
                (constructor.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
        return isCreator(constructor) || isVisible && constructor.getParameterCount() == 0;
    }

    private static boolean isCreator(Executable executable) {
        return executable.isAnnotationPresent(JsonbCreator.class);
    }
}
