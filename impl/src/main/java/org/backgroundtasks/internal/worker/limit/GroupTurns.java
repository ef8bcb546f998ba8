package org.backgroundtasks.internal.worker.limit;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
     * Brings tasks into the order in which they are to be claimed.
     *
     * @param tasks in the order that they have within their groups
     * @param lanes which tell the order of the groups; those that are in none come first
     */
    List<LaneTask> inTurn(List<LaneTask> tasks, List<String> lanes) {
        Map<String, Integer> places = new HashMap<>();
        lanes.forEach(lane -> places.putIfAbsent(Lane.groupOf(lane), places.size() + 1));
        Map<String, Integer> before = new HashMap<>();
        return tasks.stream()
                .map(
                        task -> {
                            String group = Lane.groupOf(task.lane());
                            int count = before.merge(group, 1, Integer::sum) - 1;
                            return new Placed(
                                    task, roundOf(group, count), places.getOrDefault(group, 0));
                        })
                .sorted(Placed.ORDER)
                .map(Placed::task)
                .toList();
    }

    /**
     * A task, and when it is to be claimed.
     *
     * @param place of its group in a round
     */
    private record Placed(LaneTask task, long round, int place) {

        static final Comparator<Placed> ORDER =
                Comparator.comparingLong(Placed::round).thenComparingInt(Placed::place);
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
    }
}
