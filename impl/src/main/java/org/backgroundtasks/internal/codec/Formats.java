package org.backgroundtasks.internal.codec;

import jakarta.json.bind.annotation.JsonbDateFormat;
import jakarta.json.bind.annotation.JsonbNumberFormat;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Executable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Formats that name no locale. JSON-B takes the one that it is configured with; a provider that
 * takes the JVM's, as Johnzon 2.0 does, writes in one what another node reads in another.
 */
final class Formats {

    /** For the locale that annotations have if none is given. */
    private static final String NONE = "##default";

    /** The letters of a date's pattern that stand for words, or for the weeks of a country. */
    private static final Pattern WORDS = Pattern.compile("[EaGwWYecBzvO]|M{3,}|L{3,}|[Qq]{3,}");

    private static final Pattern QUOTED = Pattern.compile("'[^']*'");

    /** A number whose separator tells the locale that it was written in. */
    public record Probe(@JsonbNumberFormat("0.0") double number) {}

    private final Map<Type, Optional<String>> known = new ConcurrentHashMap<>();
    private final Bindings bindings;

    Formats(Bindings bindings) {
        this.bindings = bindings;
    }

    /** A format of a type that this node writes, or reads, otherwise than another may. */
    Optional<String> ofThisNodeOnly(Type type) {
        return known.computeIfAbsent(
                type, one -> find(one, new HashSet<>()).filter(format -> !isLocaleHeeded()));
    }

    private boolean isLocaleHeeded() {
        // Whichever the JVM's is, it is not both.
        Locale other = separator(Locale.getDefault()) == '.' ? Locale.GERMANY : Locale.US;
        try {
            String json = bindings.in(other, jsonb -> jsonb.toJson(new Probe(1.5)));
            return json.contains("1" + separator(other) + "5");
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static char separator(Locale locale) {
        return DecimalFormatSymbols.getInstance(locale).getDecimalSeparator();
    }

    private static Optional<String> find(Type type, Set<Class<?>> seen) {
        if (type instanceof ParameterizedType generic) {
            return first(Arrays.stream(generic.getActualTypeArguments()), seen);
        }
        if (!(type instanceof Class<?> plain)) {
            return Optional.empty();
        }
        if (plain.isArray()) {
            return find(plain.getComponentType(), seen);
        }
        if (KnownTypes.isPlain(plain) || KnownTypes.isOfThePlatform(plain) || !seen.add(plain)) {
            return Optional.empty();
        }
        return elements(plain)
                .map(Formats::dependent)
                .flatMap(Optional::stream)
                .findFirst()
                .or(
                        () ->
                                first(
                                        plain.isRecord()
                                                ? RecordProperties.types(plain)
                                                : BeanProperties.types(plain),
                                        seen));
    }

    private static Optional<String> first(Stream<? extends Type> types, Set<Class<?>> seen) {
        return types.map(one -> find(one, seen)).flatMap(Optional::stream).findFirst();
    }

    /** Where a format may stand. */
    private static Stream<AnnotatedElement> elements(Class<?> type) {
        Stream<AnnotatedElement> elements = Stream.of(type, type.getPackage());
        for (Class<?> from = type;
                from != null && !KnownTypes.isOfThePlatform(from);
                from = from.getSuperclass()) {
            elements =
                    Stream.of(
                                    elements,
                                    Arrays.stream(from.getDeclaredFields()),
                                    executables(from),
                                    executables(from)
                                            .flatMap(one -> Arrays.stream(one.getParameters())))
                            .flatMap(each -> each);
        }
        return elements;
    }

    private static Stream<Executable> executables(Class<?> type) {
        return Stream.concat(
                Arrays.stream(type.getDeclaredMethods()),
                Arrays.stream(type.getDeclaredConstructors()));
    }

    private static Optional<String> dependent(AnnotatedElement element) {
        JsonbNumberFormat number = element.getAnnotation(JsonbNumberFormat.class);
        if (number != null && number.locale().equals(NONE) && !areSymbolsOfRoot()) {
            return Optional.of("@JsonbNumberFormat(\"" + number.value() + "\")");
        }
        JsonbDateFormat date = element.getAnnotation(JsonbDateFormat.class);
        return date != null
                        && date.locale().equals(JsonbDateFormat.DEFAULT_LOCALE)
                        && WORDS.matcher(QUOTED.matcher(date.value()).replaceAll("")).find()
                        && !date.value().startsWith("##")
                ? Optional.of("@JsonbDateFormat(\"" + date.value() + "\")")
                : Optional.empty();
    }

    /** Nodes whose locales have these symbols understand each other. */
    private static boolean areSymbolsOfRoot() {
        DecimalFormatSymbols own = DecimalFormatSymbols.getInstance();
        DecimalFormatSymbols root = DecimalFormatSymbols.getInstance(Locale.ROOT);
        return own.getDecimalSeparator() == root.getDecimalSeparator()
                && own.getGroupingSeparator() == root.getGroupingSeparator()
                && own.getMinusSign() == root.getMinusSign()
                && own.getZeroDigit() == root.getZeroDigit();
    }
}
