package org.backgroundtasks.internal.overview;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.backgroundtasks.internal.limit.HeldLimit;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.LimitRule;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskDefinitions;

/**
 * The limits that a node knows.
 *
 * @param ofQueues by the names of the queues
 */
public record NodeLimits(Map<String, LimitRule> ofQueues, TaskDefinitions definitions) {

    /** Those that are there also when no task has them. */
    Stream<HeldLimit> standing() {
        return Stream.concat(
                ofQueues.entrySet().stream()
                        .map(one -> HeldLimit.ofQueue(one.getKey(), one.getValue())),
                definitions.all().stream()
                        .flatMap(method -> method.limits().stream())
                        .filter(LimitRule::isForAll)
                        .map(rule -> HeldLimit.ofKey(Lane.key(rule.template(), false), rule)));
    }

    /** Those of the tasks of a method and a lane; none if it is not known here. */
    List<HeldLimit> of(String queue, String signature, String lane) {
        List<LimitRule> rules =
                definitions.find(signature).map(TaskDefinition::limits).orElse(List.of());
        Lane stored = Lane.of(lane);
        List<String> keys = stored.keys();
        return HeldLimit.all(
                queue, ofQueues.get(queue), stored.fits(rules) ? rules : List.of(), keys);
    }
}
