package org.backgroundtasks.internal.key;

import java.util.List;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.LimitRule;
import org.jspecify.annotations.Nullable;

/**
 * How the tasks of a method get their lanes.
 *
 * @param group the template of their groups; null if they are in none
 * @param limits of the method
 * @param keys their templates, in the same order
 */
public record LaneRule(
        @Nullable KeyTemplate group, List<LimitRule> limits, List<KeyTemplate> keys) {

    /** For a method without limits, whose tasks are in no group. */
    public static final LaneRule NONE = new LaneRule(null, List.of(), List.of());

    public LaneRule {
        limits = List.copyOf(limits);
        keys = List.copyOf(keys);
    }

    /** The same, with groups. */
    public LaneRule by(@Nullable KeyTemplate newGroup) {
        return new LaneRule(newGroup, limits, keys);
    }

    /** Whether all tasks are of {@link Lane#NONE}. */
    public boolean isNone() {
        return group == null && limits.isEmpty();
    }

    /** The lane of a call. */
    public String lane(@Nullable Object[] arguments) {
        return isNone()
                ? Lane.NONE
                : new Lane(
                                group == null
                                        ? ""
                                        : Lane.group(group.of(arguments), group.isSensitive()),
                                keys.stream()
                                        .map(key -> Lane.key(key.of(arguments), key.isSensitive()))
                                        .toList())
                        .text();
    }
}
