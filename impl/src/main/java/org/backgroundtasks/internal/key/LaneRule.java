package org.backgroundtasks.internal.key;

import java.util.List;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.LimitRule;
import org.jspecify.annotations.Nullable;

/**
 * How the tasks of a method get their lanes.
 *
 * @param limits of the method
 * @param keys their templates, in the same order
 */
public record LaneRule(List<LimitRule> limits, List<KeyTemplate> keys) {

    /** For a method without limits. */
    public static final LaneRule NONE = new LaneRule(List.of(), List.of());

    public LaneRule {
        limits = List.copyOf(limits);
        keys = List.copyOf(keys);
    }

    /** Whether all tasks are of {@link Lane#NONE}. */
    public boolean isNone() {
        return limits.isEmpty();
    }

    /** The lane of a call. */
    public String lane(@Nullable Object[] arguments) {
        return isNone()
                ? Lane.NONE
                : new Lane(
                                "",
                                keys.stream()
                                        .map(key -> Lane.key(key.of(arguments), key.isSensitive()))
                                        .toList())
                        .text();
    }
}
