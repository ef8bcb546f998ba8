package org.backgroundtasks.internal.key;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.Until;
import org.backgroundtasks.internal.task.TaskKey;
import org.jspecify.annotations.Nullable;

/**
 * How the tasks of a method get their keys.
 *
 * @param isDeclared whether every call has one; else only those that ask for it
 * @param template of the key; null for all arguments
 * @param areSensitive whether all arguments, taken together, are for nobody to see
 * @param withoutOrder a type of a parameter that keeps all arguments from being a key; null if
 *     there is none
 */
public record UniqueRule(
        boolean isDeclared,
        @Nullable KeyTemplate template,
        OnConflict onConflict,
        Until until,
        Duration period,
        boolean areSensitive,
        @Nullable Type withoutOrder) {

    /** For a method that says nothing of keys. */
    public static UniqueRule undeclared(List<KeyParameter> parameters) {
        return of(false, null, OnConflict.KEEP, Until.ENDED, Duration.ZERO, parameters);
    }

    /** For a method whose tasks are unique. */
    public static UniqueRule declared(
            @Nullable KeyTemplate template,
            OnConflict onConflict,
            Until until,
            Duration period,
            List<KeyParameter> parameters) {
        return of(true, template, onConflict, until, period, parameters);
    }

    private static UniqueRule of(
            boolean isDeclared,
            @Nullable KeyTemplate template,
            OnConflict onConflict,
            Until until,
            Duration period,
            List<KeyParameter> parameters) {
        return new UniqueRule(
                isDeclared,
                template,
                onConflict,
                until,
                period,
                AllArguments.areSensitive(parameters),
                AllArguments.withoutOrder(parameters).orElse(null));
    }

    /**
     * The key of a call.
     *
     * @param stored the arguments as they are stored
     */
    public TaskKey key(@Nullable Object[] arguments, String stored) {
        return key(
                template == null
                        ? TaskKey.stored(stored, areSensitive)
                        : TaskKey.stored(template.of(arguments), template.isSensitive()));
    }

    /** A key that somebody else has made. */
    public TaskKey key(String text) {
        return new TaskKey(text, until, period);
    }
}
