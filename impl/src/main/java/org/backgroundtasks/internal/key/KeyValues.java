package org.backgroundtasks.internal.key;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values that have the same text on every node, and another one if they are not equal. */
final class KeyValues {

    private static final Set<Class<?>> WITH_TEXT =
            Set.of(
                    String.class,
                    Boolean.class,
                    Character.class,
                    Byte.class,
                    Short.class,
                    Integer.class,
                    Long.class,
                    Float.class,
                    Double.class,
                    BigInteger.class,
                    BigDecimal.class,
                    UUID.class);

    private KeyValues() {}

    static boolean hasText(Type type) {
        return type instanceof Class<?> plain
                && (plain.isPrimitive()
                        || plain.isEnum()
                        || WITH_TEXT.contains(plain)
                        || plain.getPackageName().equals("java.time"));
    }

    static String text(@Nullable Object value) {
        // What an enum calls itself otherwise may depend on the language.
        return value instanceof Enum<?> one ? one.name() : String.valueOf(value);
    }
}
