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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The types that need no judgement, or another one. */
final class KnownTypes {

    /** Their collections are lists, sets and maps, and equal to others that are. */
    private static final List<String> LIBRARIES =
            List.of(
                    "org.eclipse.persistence.",
                    "org.hibernate.",
                    "com.google.common.collect.",
                    "org.apache.commons.collections4.",
                    "org.eclipse.collections.",
                    "io.vavr.collection.",
                    "kotlin.collections.");

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

    /** They know the objects that they were given, and not others that are equal. */
    private static final Set<Class<?>> FORGETFUL = Set.of(IdentityHashMap.class, WeakHashMap.class);

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

    /** Whether it is a collection or map of the JDK that JSON-B can make, and make equal. */
    static boolean isContainer(Class<?> type) {
        return CONTAINERS.contains(type)
                || holdsOthers(type)
                        && type.getName().startsWith("java.util.")
                        && !FORGETFUL.contains(type)
                        && !Modifier.isAbstract(type.getModifiers())
                        && isConstructible(type);
    }

    /** Whether it is any collection or map, which JSON-B writes by its elements alone. */
    static boolean holdsOthers(Class<?> type) {
        return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
    }

    /**
     * Whether a collection or map has nothing beside its elements: it adds no state to a class of
     * the platform that holds them, or holds them itself and nothing else. What libraries of
     * collections add to find elements, and persistence providers to know of changes, is nothing of
     * the value.
     */
    static boolean holdsNothingElse(Class<?> type) {
        Class<?> above = aboveInPlatform(type);
        boolean holdsItself = Modifier.isAbstract(above.getModifiers()) || above == Object.class;
        return isOfCollections(type)
                || state(type).stream()
                        .map(Field::getType)
                        .allMatch(field -> holdsItself && (field.isArray() || holdsOthers(field)));
    }

    /** Whether it is one of a library that is known for its collections. */
    static boolean isOfCollections(Class<?> type) {
        return LIBRARIES.stream().anyMatch(type.getName()::startsWith);
    }

    /** The first class above that is of the platform. */
    private static Class<?> aboveInPlatform(Class<?> type) {
        Class<?> above = type;
        while (!isOfThePlatform(above)) {
            above = above.getSuperclass();
        }
        return above;
    }

    /**
     * The class of the platform that a bean extends, if that has fields, which neither JSON-B nor
     * an equals knows.
     */
    static @Nullable Class<?> unseenState(Class<?> bean) {
        Class<?> above = aboveInPlatform(bean);
        if (holdsOthers(bean) || hasEquals(bean)) {
            return null;
        }
        for (Class<?> from = above; from != null; from = from.getSuperclass()) {
            for (Field field : from.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    return above;
                }
            }
        }
        return null;
    }

    /** Whether the class itself says how it is bound. */
    static boolean isCustomized(AnnotatedElement element) {
        return CUSTOMIZATIONS.stream().anyMatch(element::isAnnotationPresent);
    }

    static boolean isOfThePlatform(Class<?> type) {
        String name = type.getName();
        return name.startsWith("java.") || name.startsWith("javax.") || name.startsWith("jakarta.");
    }

    /**
     * Whether a class says itself when two of it are equal. A collection has to do so in its own
     * words: those of the platform ask elements that need not have an equals.
     */
    static boolean hasEquals(Class<?> type) {
        try {
            Class<?> judge = type.getMethod("equals", Object.class).getDeclaringClass();
            return holdsOthers(type) ? !isOfThePlatform(judge) : judge != Object.class;
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
