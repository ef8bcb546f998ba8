package org.backgroundtasks.internal.codec;

import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import jakarta.json.bind.spi.JsonbProvider;
import jakarta.json.spi.JsonProvider;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import org.backgroundtasks.ArgumentUpcaster;
import org.backgroundtasks.TaskArgumentException;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Writes the arguments of a call as a JSON array, one element for each parameter in order, and
 * reads them back as the declared types of the parameters.
 */
public final class ArgumentCodec implements AutoCloseable {

    /**
     * A provider calls itself some times for each level, and a run has another stack than a call.
     */
    private static final int DEEPEST = 200;

    private final JsonTexts texts;
    private final Bindings bindings;
    private final RoundTrip roundTrip;
    private final Shape shape;
    private final Formats formats;
    private final int limit;

    /**
     * Uses the JSON-B and JSON-P that the server has for this thread.
     *
     * @param limit of the JSON, in bytes of UTF-8
     */
    public ArgumentCodec(int limit) {
        this(limit, JsonbProvider.provider());
    }

    /** Looks for the providers once: other threads may see others, or none. */
    ArgumentCodec(int limit, JsonbProvider provider) {
        this.limit = limit;
        JsonProvider json = JsonProvider.provider();
        texts = new JsonTexts(json);
        bindings = new Bindings(provider, json);
        shape = new Shape(bindings, texts);
        formats = new Formats(bindings);
        roundTrip = new RoundTrip(bindings, texts, shape);
    }

    /** Writes arguments, or throws a {@link org.backgroundtasks.TaskArgumentException}. */
    public String write(TaskDefinition task, Object[] arguments) {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < arguments.length; i++) {
            if (i > 0) {
                json.append(',');
            }
            json.append(write(task, i, arguments[i]));
        }
        String text = JsonText.escaped(json.append(']'));
        int size = JsonText.utf8Length(text);
        if (size > limit) {
            throw CodecMessages.MESSAGES.tooLarge(task.name(), size, limit);
        }
        return text;
    }

    private String write(TaskDefinition task, int index, @Nullable Object argument) {
        if (argument == null) {
            return "null";
        }
        Type declared = task.parameters().get(index);
        try {
            String json = bindings.write(argument, declared);
            if (roundTrip.isCertain(declared)) {
                return json;
            }
            requireOfAllNodes(task, index, declared);
            if (JsonText.depth(json) > DEEPEST) {
                throw CodecMessages.MESSAGES.tooDeep(index + 1, task.name(), DEEPEST);
            }
            if (roundTrip.isSame(argument, declared, json)) {
                return json;
            }
        } catch (TaskArgumentException e) {
            throw e;
        } catch (Throwable e) {
            throw CodecMessages.MESSAGES.cannotWrite(
                    index + 1, task.name(), declared.getTypeName(), e);
        }
        throw CodecMessages.MESSAGES.wouldChange(
                index + 1, task.name(), argument.getClass().getName(), declared.getTypeName());
    }

    private void requireOfAllNodes(TaskDefinition task, int index, Type type) {
        formats.ofThisNodeOnly(type)
                .ifPresent(
                        format -> {
                            throw CodecMessages.MESSAGES.formatOfThisNode(
                                    index + 1, task.name(), format, Locale.getDefault());
                        });
    }

    /**
     * Rewrites stored arguments of an earlier signature, or throws a {@link
     * org.backgroundtasks.TaskArgumentException}.
     */
    public String upcast(TaskDefinition task, ArgumentUpcaster upcaster, String json) {
        try {
            return upcaster.upcast(texts.read(json).asJsonArray()).toString();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw CodecMessages.MESSAGES.notUpcast(task.name(), upcaster.getClass().getName(), e);
        }
    }

    /** Reads arguments, or throws a {@link org.backgroundtasks.TaskArgumentException}. */
    public Object[] read(TaskDefinition task, String json) {
        List<Type> parameters = task.parameters();
        try {
            JsonArray stored = texts.read(json).asJsonArray();
            if (stored.size() != parameters.size()) {
                throw CodecMessages.MESSAGES.wrongCount(
                        stored.size(), task.name(), parameters.size());
            }
            Object[] arguments = new Object[parameters.size()];
            for (int i = 0; i < arguments.length; i++) {
                requireOfAllNodes(task, i, parameters.get(i));
                arguments[i] = read(task, stored.get(i), parameters.get(i));
            }
            return arguments;
        } catch (TaskArgumentException e) {
            throw e;
        } catch (Exception | LinkageError | StackOverflowError e) {
            throw CodecMessages.MESSAGES.cannotRead(task.name(), parameters.toString(), e);
        }
    }

    private @Nullable Object read(TaskDefinition task, JsonValue value, Type type) {
        if (value.getValueType() != JsonValue.ValueType.NULL) {
            Object argument = bindings.use(jsonb -> jsonb.fromJson(value.toString(), type));
            if (!shape.isKept(argument, type, value)) {
                throw CodecMessages.MESSAGES.otherShape(task.name(), type.getTypeName());
            }
            return argument;
        }
        if (type instanceof Class<?> plain && plain.isPrimitive()) {
            throw new IllegalArgumentException(
                    "null for a parameter of type " + type.getTypeName());
        }
        return null;
    }

    @Override
    public void close() {
        bindings.close();
    }
}
