package org.backgroundtasks.internal.codec;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeDeserializer;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which types JSON-B can bind back to equal values, judged at deployment.
 *
 * @see <a
 *     href="https://jakarta.ee/specifications/jsonb/3.0/jakarta-jsonb-spec-3.0#default-mapping">Jakarta
 *     JSON Binding 3.0, Default Mapping</a>
 */
public final class BindableTypes {

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
            List.of(JsonbTypeInfo.class, JsonbTypeAdapter.class, JsonbTypeDeserializer.class);

    private BindableTypes() {}

    /** Why a parameter of this type could not be bound back, or empty if it can. */
    public static Optional<String> problem(Type type) {
        return Optional.ofNullable(problem(type, new HashSet<>()));
    }

    /**
     * Whether a run would get only a part of the argument, because its class is not the declared
     * one.
     */
    static boolean losesSubclass(Class<?> declared, Object argument) {
        return argument.getClass() != declared
                && !declared.isPrimitive()
                && !declared.isArray()
                && !declared.isEnum()
                && !PLAIN.contains(declared)
                && !isContainer(declared)
                && !isCustomized(declared);
    }

    private static @Nullable String problem(Type type, Set<Class<?>> seen) {
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() instanceof Class<?> raw && isContainer(raw)
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
        if (type.isPrimitive()
                || type.isEnum()
                || PLAIN.contains(type)
                || isCustomized(type)
                || !seen.add(type)) {
            return null;
        }
        String name = type.getTypeName();
        if (type == Object.class) {
            return "java.lang.Object says nothing about the value";
        }
        if (type.getTypeParameters().length > 0) {
            return name + " has type parameters, which must be given";
        }
        if (type.isInterface()) {
            return name + " is an interface, and JSON-B does not know which class to make";
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            return name + " is abstract, and JSON-B does not know which class to make";
        }
        if (type.isLocalClass()
                || type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
            return name + " is an inner class, which cannot be made without its outer instance";
        }
        if (!Modifier.isPublic(type.getModifiers())) {
            return name
                    + " is not public, and JSON-B reads the members of public classes and records only";
        }
        if (type.isRecord()) {
            return first(
                    Arrays.stream(type.getRecordComponents()).map(RecordComponent::getGenericType),
                    seen);
        }
        return isConstructible(type)
                ? null
                : name + " has neither a public constructor without parameters nor a @JsonbCreator";
    }

    private static boolean isContainer(Class<?> type) {
        return CONTAINERS.contains(type)
                || (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type))
                        && type.getName().startsWith("java.util.")
                        && !Modifier.isAbstract(type.getModifiers())
                        && isConstructible(type);
    }

    private static boolean isCustomized(Class<?> type) {
        return CUSTOMIZATIONS.stream().anyMatch(type::isAnnotationPresent);
    }

    private static boolean isConstructible(Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors()).anyMatch(BindableTypes::isUsable)
                || Arrays.stream(type.getDeclaredMethods()).anyMatch(BindableTypes::isCreator);
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
