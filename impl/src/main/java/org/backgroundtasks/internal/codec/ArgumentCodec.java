package org.backgroundtasks.internal.codec;

import jakarta.json.JsonArray;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import java.lang.reflect.Type;
import java.util.List;
import org.backgroundtasks.TaskArgumentException;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Writes the arguments of a call as a JSON array, one element for each parameter in order, and
 * reads them back as the declared types of the parameters.
 */
public final class ArgumentCodec implements AutoCloseable {

    private final Jsonb jsonb;
    private final RoundTrip roundTrip;
    private final int limit;

    /**
     * Uses the server's JSON-B.
     *
     * @param limit of the JSON, in bytes of UTF-8
     */
    public ArgumentCodec(int limit) {
        this.jsonb = JsonBinding.create();
        this.roundTrip = new RoundTrip(jsonb);
        this.limit = limit;
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
            String json = jsonb.toJson(argument, declared);
            if (roundTrip.succeeds(argument, declared, json)) {
                return json;
            }
        } catch (RuntimeException | StackOverflowError e) {
            throw CodecMessages.MESSAGES.cannotWrite(
                    index + 1, task.name(), declared.getTypeName(), e);
        }
        throw CodecMessages.MESSAGES.wouldChange(
                index + 1, task.name(), argument.getClass().getName(), declared.getTypeName());
    }

    /** Reads arguments, or throws a {@link org.backgroundtasks.TaskArgumentException}. */
    public Object[] read(TaskDefinition task, String json) {
        List<Type> parameters = task.parameters();
        try (JsonReader reader = JsonBinding.reader(json)) {
            JsonArray stored = reader.readArray();
            if (stored.size() != parameters.size()) {
                throw CodecMessages.MESSAGES.wrongCount(
                        stored.size(), task.name(), parameters.size());
            }
            Object[] arguments = new Object[parameters.size()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = read(task, stored.get(i), parameters.get(i));
            }
            return arguments;
        } catch (TaskArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw CodecMessages.MESSAGES.cannotRead(task.name(), parameters.toString(), e);
        }
    }

    private @Nullable Object read(TaskDefinition task, JsonValue value, Type type) {
        if (value.getValueType() != JsonValue.ValueType.NULL) {
            Object argument = jsonb.fromJson(value.toString(), type);
            if (!roundTrip.keepsShape(argument, type, value)) {
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
        try {
            jsonb.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
