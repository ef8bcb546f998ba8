package org.backgroundtasks.internal.key;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From the arguments of a call to a value that has a text of its own.
 *
 * @param isSensitive whether nobody is to see it
 */
record KeyPath(int position, List<Property> properties, boolean isSensitive)
        implements KeyTemplate.Part {

    KeyPath {
        properties = List.copyOf(properties);
    }

    static KeyPath of(String text, int position, KeyParameter parameter, List<String> names)
            throws KeyTemplateException {
        List<Property> properties = new ArrayList<>();
        boolean isSensitive = parameter.isSensitive();
        Type type = parameter.type();
        for (String name : names) {
            Type owner = type;
            Property property =
                    Property.of(owner, name)
                            .orElseThrow(
                                    () ->
                                            new KeyTemplateException(
                                                    "has '{%s}', and %s has no public property '%s'"
                                                            .formatted(
                                                                    text,
                                                                    owner.getTypeName(),
                                                                    name)));
            properties.add(property);
            isSensitive |= property.isSensitive();
            type = property.type();
        }
        if (!KeyValues.hasText(type)) {
            throw new KeyTemplateException(
                    "has '{%s}', and a %s has no text that is the same on every node; name a property of it that is a text, a number, a boolean, a character, an enum, a UUID, or a date, time or duration of java.time"
                            .formatted(text, type.getTypeName()));
        }
        return new KeyPath(position, properties, isSensitive);
    }

    @Override
    public String of(@Nullable Object[] arguments) {
        Object value = arguments[position];
        for (Property property : properties) {
            if (value == null) {
                break;
            }
            value = property.of(value);
        }
        return KeyValues.text(value);
    }
}
