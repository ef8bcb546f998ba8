package org.backgroundtasks.internal.worker.limit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.limit.HeldLimit;
import org.backgroundtasks.internal.limit.LimitState;
import org.backgroundtasks.internal.limit.Room;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.task.Lane;

/**
 * Some tasks of a queue that take turns, and how much of their limits was taken when they were
 * read. Several claims go by it, as long as it is young: the database refuses those that it
 * misleads. Used by one thread at a time.
 */
final class LanePage {

    /** Another look will tell. */
    private static final Duration UNKNOWN = Duration.ofMillis(10);

    private final String begin;
    private final List<String> lanes;
    private final Map<LaneTask, List<HeldLimit>> tasks;
    private final Map<String, LimitState> statesWhenRead;
    private final Map<String, LimitState> states;
    private final Set<String> cut;
    private final boolean isAnyAvoided;
    private final long readAt;

    /**
     * Makes one.
     *
     * @param begin the position before the lanes
     * @param lanes in which it looked for tasks, in the order of their turns
     * @param tasks in the order in which they are to be claimed, with their limits
     * @param cut the groups that may have more
     * @param isAnyAvoided whether there are others, which are left alone
     */
    LanePage(
            String begin,
            List<String> lanes,
            Map<LaneTask, List<HeldLimit>> tasks,
            Map<String, LimitState> states,
            Set<String> cut,
            boolean isAnyAvoided,
            long readAt) {
        this.begin = begin;
        this.lanes = List.copyOf(lanes);
        this.tasks = new LinkedHashMap<>(tasks);
        statesWhenRead = Map.copyOf(states);
        this.states = new HashMap<>(states);
        this.cut = Set.copyOf(cut);
        this.isAnyAvoided = isAnyAvoided;
        this.readAt = readAt;
    }

    long readAt() {
        return readAt;
    }

    boolean isCut() {
        return !cut.isEmpty();
    }

    boolean isAnyAvoided() {
        return isAnyAvoided;
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    Map<String, LimitState> states() {
        return Map.copyOf(states);
    }

    /** The first tasks that there is room for, and that their limits let in. */
    Map<LaneTask, List<HeldLimit>> admitted(ClaimLimit limit) {
        Room room = new Room(states);
        Map<LaneTask, List<HeldLimit>> admitted = new LinkedHashMap<>();
        long bytes = 0;
        for (Map.Entry<LaneTask, List<HeldLimit>> one : tasks.entrySet()) {
            if (!limit.isLeft(admitted.size(), bytes)) {
                break;
            }
            if (room.take(one.getValue())) {
                admitted.put(one.getKey(), one.getValue());
                bytes += one.getKey().size();
            }
        }
        return admitted;
    }

    /** Whether a group may have more than what was read of it, and nothing of that is left. */
    boolean hasUsedUp() {
        Set<String> left = tasks.keySet().stream().map(LaneTask::group).collect(Collectors.toSet());
        return !left.containsAll(cut);
    }

    /** Takes out all tasks that have one of some limits. */
    void leave(Collection<HeldLimit> limits) {
        tasks.values().removeIf(held -> held.stream().anyMatch(limits::contains));
    }

    /** Whether there is one with limits. */
    boolean hasLimited() {
        return tasks.values().stream().anyMatch(limits -> !limits.isEmpty());
    }

    /** Whether there is one with limits, which let it in. */
    boolean admitsLimited() {
        Room room = new Room(states);
        return tasks.values().stream()
                .anyMatch(limits -> !limits.isEmpty() && limits.stream().allMatch(room::isLeft));
    }

    /**
     * Where the next page has to begin, so that no group misses its turn.
     *
     * @return a position in the order of the lanes; empty if no group does
     */
    Optional<String> firstMissed(GroupTurns turns) {
        Room room = new Room(statesWhenRead);
        if (isHeldAsAWhole(room)) {
            return Optional.of(begin);
        }
        Set<String> missed =
                tasks.entrySet().stream()
                        .filter(one -> one.getValue().stream().allMatch(room::isLeft))
                        .map(one -> one.getKey().group())
                        .filter(turns::isOwed)
                        .collect(Collectors.toSet());
        String before = begin;
        for (String lane : lanes) {
            String group = Lane.groupOf(lane);
            if (missed.contains(group)) {
                return Optional.of(before);
            }
            before = Lane.endOf(group);
        }
        return Optional.empty();
    }

    /** Whether a limit of the whole queue lets in none. */
    boolean isHeldAsAWhole() {
        return isHeldAsAWhole(new Room(states));
    }

    private boolean isHeldAsAWhole(Room room) {
        return tasks.values().stream()
                .flatMap(List::stream)
                .filter(HeldLimit::isOfQueue)
                .findFirst()
                .filter(limit -> !room.isLeft(limit))
                .isPresent();
    }

    /** How long until a limit lets in more that does not now, as far as that is known. */
    Optional<Duration> untilLeft() {
        Room room = new Room(states);
        return tasks.values().stream()
                .flatMap(List::stream)
                .distinct()
                .filter(limit -> !room.isLeft(limit))
                .flatMap(limit -> untilLeft(room, limit).stream())
                .min(Duration::compareTo);
    }

    private Optional<Duration> untilLeft(Room room, HeldLimit limit) {
        return states.containsKey(limit.name()) ? room.untilLeft(limit) : Optional.of(UNKNOWN);
    }

    /** Takes out what was asked for, and counts what of it was claimed. */
    void remove(Map<LaneTask, List<HeldLimit>> asked, Set<TaskId> claimed) {
        Map<String, Integer> counts = new HashMap<>();
        Set<String> rated = new HashSet<>();
        asked.forEach(
                (task, limits) -> {
                    tasks.remove(task);
                    int count = claimed.contains(task.id()) ? 1 : 0;
                    limits.stream()
                            .map(HeldLimit::name)
                            .distinct()
                            .forEach(name -> counts.merge(name, count, Integer::sum));
                    limits.stream()
                            .filter(HeldLimit::hasRate)
                            .forEach(limit -> rated.add(limit.name()));
                });
        if (!claimed.isEmpty()) {
            counts.forEach((name, count) -> count(name, count, rated.contains(name)));
        }
    }

    /** Only the database knows when a start was: where that matters, it is asked again. */
    private void count(String limit, int claimed, boolean isRated) {
        states.computeIfPresent(
                limit,
                (any, state) ->
                        isRated || !state.longestPer().isZero() ? null : state.after(claimed));
    }
}
