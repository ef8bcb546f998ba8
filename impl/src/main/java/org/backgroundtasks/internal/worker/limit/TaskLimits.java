package org.backgroundtasks.internal.worker.limit;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.limit.HeldLimit;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.LimitRule;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.worker.WorkerMessages;

/** Which limits a task has, as this node sees it. */
final class TaskLimits {

    private final WorkerSettings settings;
    private final TaskDefinitions definitions;
    private final Function<LaneTask, String> laneHere;
    private final Set<String> queues;

    /**
     * Prepares to tell.
     *
     * @param laneHere the lane that a task would have if it were stored by this node
     */
    TaskLimits(
            WorkerSettings settings,
            TaskDefinitions definitions,
            Function<LaneTask, String> laneHere) {
        this.settings = settings;
        this.definitions = definitions;
        this.laneHere = laneHere;
        queues =
                definitions.all().stream()
                        .filter(one -> !one.limits().isEmpty() || one.isFair())
                        .map(one -> one.options().queue())
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether all tasks of a queue are limited together. */
    boolean isLimited(String queue) {
        return settings.queueLimits().containsKey(queue);
    }

    /** How many tasks a group of a queue gives in a round. */
    int weightOf(String queue, String group) {
        return settings.weightOf(queue, group);
    }

    /** Whether methods here have limits or groups, and store their tasks in a queue. */
    boolean mayHave(String queue) {
        return queues.contains(queue);
    }

    /** The signatures of tasks of methods that have limits. */
    Set<String> limitedSignatures() {
        return definitions.limitedSignatures();
    }

    /** A filter without the methods that have limits. */
    ClaimFilter unlimited(ClaimFilter filter) {
        if (queues.isEmpty()) {
            return filter;
        }
        return new ClaimFilter(
                filter.signatures().stream()
                        .filter(one -> definitions.require(one).limits().isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                filter.minLosses(),
                filter.maxLosses());
    }

    /** Whether a task that was claimed has limits. */
    boolean areOf(ClaimedTask task) {
        return isLimited(task.queue())
                || definitions
                        .find(task.invocation().signature())
                        .filter(one -> !one.limits().isEmpty())
                        .isPresent();
    }

    /** The limits of a task of a queue. */
    List<HeldLimit> of(String queue, LaneTask task) {
        List<LimitRule> rules =
                definitions.find(task.signature()).map(TaskDefinition::limits).orElse(List.of());
        return HeldLimit.all(
                queue,
                settings.queueLimits().get(queue),
                rules,
                rules.isEmpty() ? List.of() : keys(task, rules));
    }

    private Lane laneHere(LaneTask task) {
        try {
            return Lane.of(laneHere.apply(task));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // It may be gone, or its arguments cannot be read; if it runs, its attempt tells.
            WorkerMessages.LOG.debugf(e, "No lane can be made for task %s", task.id());
            return Lane.of(Lane.NONE);
        }
    }

    private List<String> keys(LaneTask task, List<LimitRule> rules) {
        Lane stored = Lane.of(task.lane());
        if (stored.fits(rules)) {
            return stored.keys();
        }
        // Another release has stored it, with other limits.
        Lane here = laneHere(task);
        return here.fits(rules)
                ? here.keys()
                : rules.stream().map(rule -> Lane.key(rule.template(), false)).toList();
    }
}
