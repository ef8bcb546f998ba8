package org.backgroundtasks.internal.codec;

import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Values of the types that JSON can carry whole: their ends, and those that a provider may get
 * wrong. If all of a type come back, every value of it does.
 */
final class Samples {

    private static final Map<Class<?>, List<?>> BY_TYPE = new HashMap<>();

    static {
        put(List.of(true, false), boolean.class, Boolean.class);
        put(List.of((byte) 0, Byte.MIN_VALUE, Byte.MAX_VALUE), byte.class, Byte.class);
        put(List.of((short) 0, Short.MIN_VALUE, Short.MAX_VALUE), short.class, Short.class);
        put(List.of(0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE), int.class, Integer.class);
        put(List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE), long.class, Long.class);
        put(
                List.of('a', '"', '\\', '\u0000', '\u001f', 'ß', '\u2028', '\ud800', '\uffff'),
                char.class,
                Character.class);
        put(
                List.of(
                        "",
                        "null",
                        "1",
                        " a ",
                        "\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028\ufeff",
                        "ä€\ud83d\ude00",
                        "\udc00\ud800x"),
                String.class);
        put(
                List.of(
                        new UUID(0, 0),
                        new UUID(-1, -1),
                        UUID.fromString("01234567-89ab-7def-8123-456789abcdef")),
                UUID.class);
        put(
                List.of(
                        Duration.ZERO,
                        Duration.ofNanos(-1),
                        Duration.ofSeconds(Long.MIN_VALUE),
                        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)),
                Duration.class);
        put(
                List.of(
                        Period.ZERO,
                        Period.of(-1, 20, 400),
                        Period.of(Integer.MAX_VALUE, Integer.MIN_VALUE, 7)),
                Period.class);
        put(
                List.of(LocalDate.MIN, LocalDate.MAX, LocalDate.EPOCH, LocalDate.of(0, 2, 29)),
                LocalDate.class);
        put(
                List.of(LocalTime.MIN, LocalTime.MAX, LocalTime.NOON, LocalTime.of(2, 30, 0, 1)),
                LocalTime.class);
        put(
                List.of(LocalDateTime.MIN, LocalDateTime.MAX, LocalDate.EPOCH.atTime(2, 30)),
                LocalDateTime.class);
        put(List.of(DayOfWeek.values()), DayOfWeek.class);
        put(List.of(Month.values()), Month.class);
    }

    private Samples() {}

    private static void put(List<?> samples, Class<?>... types) {
        for (Class<?> type : types) {
            BY_TYPE.put(type, samples);
        }
    }

    /** Those of a type; empty if it has values that no sample speaks for. */
    static Optional<List<?>> of(Type type) {
        if (!(type instanceof Class<?> plain)) {
            return Optional.empty();
        }
        if (plain.isEnum()) {
            return Optional.of(List.of(plain.getEnumConstants()));
        }
        return plain.isArray()
                ? of(plain.getComponentType()).map(elements -> arrays(plain, elements))
                : Optional.ofNullable(BY_TYPE.get(plain));
    }

    private static List<?> arrays(Class<?> type, List<?> elements) {
        List<Object> all = new ArrayList<>(elements);
        Class<?> component = type.getComponentType();
        if (!component.isPrimitive()) {
            all.add(null);
        }
        Object array = Array.newInstance(component, all.size());
        for (int i = 0; i < all.size(); i++) {
            Array.set(array, i, all.get(i));
        }
        return Arrays.asList(Array.newInstance(component, 0), array);
    }
}
