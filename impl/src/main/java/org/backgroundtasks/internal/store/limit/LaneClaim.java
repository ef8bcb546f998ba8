package org.backgroundtasks.internal.store.limit;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.limit.HeldLimit;
import org.backgroundtasks.internal.limit.LimitState;

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

    /** The limits of all its tasks, in one order for all who claim. */
    public List<HeldLimit> limits() {
        Collection<HeldLimit> all =
                tasks.values().stream()
                        .flatMap(List::stream)
                        .collect(
                                Collectors.toMap(
                                        HeldLimit::name, limit -> limit, (one, other) -> one))
                        .values();
        return all.stream().sorted(Comparator.comparing(HeldLimit::name)).toList();
    }

    /** The starts of a limit before this claim that its rate still counts. */
    public String startsBefore(HeldLimit limit) {
        LimitState seen = Objects.requireNonNull(states.get(limit.name()));
        return limit.hasRate()
                ? seen.starts().since(seen.now(), limit.rule().per()).toString()
                : "";
    }

    /** How many of some tasks have a limit. */
    public int count(HeldLimit limit, Set<TaskId> claimed) {
        return (int)
                tasks.entrySet().stream()
                        .filter(one -> claimed.contains(one.getKey().id()))
                        .filter(one -> one.getValue().contains(limit))
                        .count();
    }
}
