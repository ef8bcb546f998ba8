package org.backgroundtasks.internal.key;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A text in which arguments and their properties stand in braces, checked against the parameters of
 * a method: <code>{0}</code>, <code>{1.customer.id}</code>.
 */
public final class KeyTemplate {

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern PATH =
            Pattern.compile("(\\d{1,3})((?:\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*)");
    private static final String HOW =
            "write {0} for the first argument, {0.name} for a property of it";

    private final List<Part> parts;
    private final boolean isSensitive;

    private KeyTemplate(List<Part> parts, boolean isSensitive) {
        this.parts = List.copyOf(parts);
        this.isSensitive = isSensitive;
    }

    /**
     * Reads a template.
     *
     * @throws KeyTemplateException if it names what the parameters do not have, or what has no text
     *     of its own
     */
    public static KeyTemplate of(String text, List<KeyParameter> parameters)
            throws KeyTemplateException {
        List<Part> parts = new ArrayList<>();
        boolean isSensitive = false;
        int end = 0;
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            addText(text.substring(end, place.start()), parts);
            KeyPath path = path(place.group(1), parameters);
            parts.add(path);
            isSensitive |= path.isSensitive();
            end = place.end();
        }
        addText(text.substring(end), parts);
        return new KeyTemplate(parts, isSensitive);
    }

    private static void addText(String text, List<Part> parts) throws KeyTemplateException {
        if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
            throw new KeyTemplateException("has a brace that stands alone; " + HOW);
        }
        if (!text.isEmpty()) {
            parts.add(arguments -> text);
        }
    }

    private static KeyPath path(String text, List<KeyParameter> parameters)
            throws KeyTemplateException {
        Matcher path = PATH.matcher(text);
        if (!path.matches()) {
            throw new KeyTemplateException("has '{%s}'; %s".formatted(text, HOW));
        }
        int position = Integer.parseInt(path.group(1));
        if (position >= parameters.size()) {
            throw new KeyTemplateException(
                    "has '{%s}', and the method has %s".formatted(text, count(parameters.size())));
        }
        String names = path.group(2);
        List<String> properties =
                names.isEmpty() ? List.of() : List.of(names.substring(1).split("\\."));
        return KeyPath.of(text, position, parameters.get(position), properties);
    }

    private static String count(int parameters) {
        return switch (parameters) {
            case 0 -> "no parameters";
            case 1 -> "one parameter, which is {0}";
            default ->
                    "%d parameters, the last of which is {%d}"
                            .formatted(parameters, parameters - 1);
        };
    }

    /** Whether nobody is to see what is made of it. */
    public boolean isSensitive() {
        return isSensitive;
    }

    /** What it makes of the arguments of a call. */
    public String of(@Nullable Object[] arguments) {
        return parts.stream().map(part -> part.of(arguments)).collect(Collectors.joining());
    }

    /** What stands at a place of it. */
    interface Part {
        String of(@Nullable Object[] arguments);
    }
}
