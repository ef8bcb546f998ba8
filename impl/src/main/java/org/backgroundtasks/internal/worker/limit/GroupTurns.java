package org.backgroundtasks.internal.worker.limit;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.task.Lane;

/**
 * How many turns the groups of a queue have had on this node. In each round a group may give as
 * many tasks as its weight says. The round of all is that of the task which was claimed last: a
 * group that is behind has no claim to what it has missed. Used by one thread at a time.
 *
 * <p>This is start-time fair queueing (Goyal, Vin, Cheng, 1996) with rounds as virtual time.
 */
final class GroupTurns {

    /** So many are worth a look, even if some groups have several turns in a row. */
    private static final int ENOUGH = 50;

    private static final int MOST_KNOWN = 1_000;

    private final ToIntFunction<String> weights;
    private final Map<String, Had> had = new HashMap<>();
    private long round;

    /**
     * What a group has had.
     *
     * @param round the last one in which it had anything
     * @param tasks how many it gave in that
     */
    private record Had(long round, int tasks) {}

    /**
     * Begins with nothing.
     *
     * @param weights how many tasks a group may give in a round
     */
    GroupTurns(ToIntFunction<String> weights) {
        this.weights = weights;
    }

    /** In which round a task of a group is claimed that has so many of it before it. */
    long roundOf(String group, int before) {
        Had last = had.get(group);
        boolean isBehind = last == null || last.round() < round;
        long from = isBehind ? round : last.round();
        int tasks = isBehind ? 0 : last.tasks();
        return from + (tasks + before) / weights.applyAsInt(group);
    }

    /**
     * Brings tasks into the order in which they are to be claimed. Those are left out before which
     * others would have their turn that are not among them.
     *
     * @param tasks in the order that they have within their groups
     * @param lanes which tell the order of groups that wait since the same time
     * @param isCut whether a group may have more tasks than these
     * @param hasOthers whether there are other groups
     */
    List<LaneTask> inTurn(
            List<LaneTask> tasks, List<String> lanes, Predicate<String> isCut, boolean hasOthers) {
        Map<String, Instant> oldest = new HashMap<>();
        tasks.forEach(
                task ->
                        oldest.merge(
                                task.group(),
                                task.runAt(),
                                (one, other) -> one.isBefore(other) ? one : other));
        if (oldest.size() <= 1) {
            return tasks;
        }
        Map<String, Integer> places = new HashMap<>();
        lanes.forEach(lane -> places.putIfAbsent(Lane.groupOf(lane), places.size() + 1));
        Map<String, Integer> before = new HashMap<>();
        List<Placed> placed =
                tasks.stream()
                        .map(
                                task -> {
                                    String group = task.group();
                                    int count = before.merge(group, 1, Integer::sum) - 1;
                                    return new Placed(
                                            task,
                                            roundOf(group, count),
                                            Objects.requireNonNull(oldest.get(group)),
                                            places.getOrDefault(group, 0));
                                })
                        .sorted(Placed.ORDER)
                        .toList();
        long last =
                before.entrySet().stream()
                        .filter(one -> isCut.test(one.getKey()))
                        .mapToLong(one -> roundOf(one.getKey(), one.getValue()))
                        .min()
                        .orElse(Long.MAX_VALUE);
        if (hasOthers) {
            last = Math.min(last, placed.get(Math.min(ENOUGH, placed.size()) - 1).round());
        }
        long lastRound = last;
        return placed.stream()
                .takeWhile(one -> one.round() <= lastRound)
                .map(Placed::task)
                .toList();
    }

    /**
     * A task, and when it is to be claimed.
     *
     * @param since when its group waits
     * @param place of its group among the others
     */
    private record Placed(LaneTask task, long round, Instant since, int place) {

        /** However many groups come and go, who has waited for longer is not passed by. */
        static final Comparator<Placed> ORDER =
                Comparator.comparingLong(Placed::round)
                        .thenComparing(Placed::since)
                        .thenComparingInt(Placed::place);
    }

    /** Whether a group has had less than others in this round. */
    boolean isOwed(String group) {
        return roundOf(group, 0) <= round;
    }

    /** Says that a task of a group was claimed. */
    void took(String group) {
        long now = roundOf(group, 0);
        Had last = had.get(group);
        had.put(group, new Had(now, last != null && last.round() == now ? last.tasks() + 1 : 1));
        if (now > round) {
            round = now;
            had.values().removeIf(one -> one.round() < round);
        }
        if (had.size() > MOST_KNOWN) {
            // However many come once: who has had a turn before them is to have another.
            round++;
            had.clear();
        }
    }
}
