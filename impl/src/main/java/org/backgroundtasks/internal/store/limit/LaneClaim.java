package org.backgroundtasks.internal.store.limit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.limit.HeldLimit;
import org.backgroundtasks.internal.limit.LimitState;
import org.backgroundtasks.internal.task.Durations;

/**
 * What a claim of tasks that take turns asks for.
 *
 * @param tasks in the order of their claim, with their limits
 * @param states of all these limits, as they were seen
 * @param isUnread whether their arguments are left in the database
 */
public record LaneClaim(
        String queue,
        Map<LaneTask, List<HeldLimit>> tasks,
        Map<String, LimitState> states,
        boolean isUnread) {

    /** The names of the limits of all its tasks, in one order for all who claim. */
    public List<String> limits() {
        return held().map(HeldLimit::name).distinct().sorted().toList();
    }

    private Stream<HeldLimit> held() {
        return tasks.values().stream().flatMap(List::stream);
    }

    /** The version of a limit when it was seen. */
    public long version(String limit) {
        return state(limit).version();
    }

    private LimitState state(String limit) {
        return Objects.requireNonNull(states.get(limit));
    }

    /** In what time the starts of a limit count, here or on any other node; zero if nowhere. */
    public Duration longestPer(String limit) {
        return held().filter(one -> one.name().equals(limit) && one.hasRate())
                .map(one -> one.rule().per())
                .reduce(state(limit).longestPer(), Durations::longer);
    }

    /** The starts of a limit before this claim that still count. */
    public String startsBefore(String limit) {
        LimitState seen = state(limit);
        return seen.starts().since(seen.now(), longestPer(limit)).toString();
    }

    /** The tasks that have a limit. */
    public Set<TaskId> tasksOf(String limit) {
        return tasks.entrySet().stream()
                .filter(one -> one.getValue().stream().anyMatch(held -> held.name().equals(limit)))
                .map(one -> one.getKey().id())
                .collect(Collectors.toSet());
    }
}
