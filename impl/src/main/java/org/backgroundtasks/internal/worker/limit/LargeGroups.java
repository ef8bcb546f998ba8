package org.backgroundtasks.internal.worker.limit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.backgroundtasks.internal.store.limit.LaneStore;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Groups of a queue that have so many lanes that they would hide others: of these, some lanes are
 * looked at, and others the next time. Used by one thread at a time.
 */
final class LargeGroups {

    private static final int MOST_OF_A_GROUP = 20;
    private static final int MOST_KNOWN = 1_000;
    private static final long ALONE_NANOS = 1_000_000_000;

    private final LaneStore store;
    private final String queue;
    private final Ticker ticker;
    private final Map<String, String> lastOfEach = new HashMap<>();

    /** Those of which all lanes were looked at since the begin. */
    private final Set<String> through = new HashSet<>();

    private @Nullable String alone;
    private long askedAt;

    LargeGroups(LaneStore store, String queue, Ticker ticker) {
        this.store = store;
        this.queue = queue;
        this.ticker = ticker;
    }

    /** Says that all lanes are to be looked at again. */
    void beginAnew() {
        through.clear();
    }

    /** Whether there are some among lanes, and groups beside them. */
    boolean areIn(List<String> lanes) {
        Map<String, Long> counts =
                lanes.stream().collect(Collectors.groupingBy(Lane::groupOf, Collectors.counting()));
        boolean are = counts.values().stream().anyMatch(count -> count > MOST_OF_A_GROUP);
        return are && (counts.size() > 1 || !isAlone(counts.keySet().iterator().next()));
    }

    /** Asked now and then only, since most queues with limits have no groups at all. */
    private boolean isAlone(String group) {
        long now = ticker.nanoTime();
        if (!group.equals(alone) || now - askedAt > ALONE_NANOS) {
            askedAt = now;
            alone = hasNoOthers(group) ? group : null;
        }
        return alone != null;
    }

    private boolean hasNoOthers(String group) {
        return store.lanes(queue, Lane.endOf(group), 1).isEmpty()
                && store.lanes(queue, Lane.NONE, 1).stream()
                        .map(Lane::groupOf)
                        .allMatch(group::equals);
    }

    /** The next lanes after a position, at most so many, and not too many of one group. */
    Walk walk(String position, int most) {
        if (lastOfEach.size() > MOST_KNOWN) {
            lastOfEach.clear();
            through.clear();
        }
        Walk walk = new Walk(most);
        walk.goFrom(position);
        if (walk.end().equals(Lane.NONE) && !position.equals(Lane.NONE)) {
            walk.goFrom(Lane.NONE);
        }
        return walk;
    }

    /** A way through the lanes. */
    final class Walk {

        private final int most;
        private final Set<String> lanes = new LinkedHashSet<>();
        private final Set<String> done = new HashSet<>();
        private final Map<String, Integer> counts = new HashMap<>();
        private String end = Lane.NONE;
        private boolean isEnd;

        private Walk(int most) {
            this.most = most;
        }

        List<String> lanes() {
            return List.copyOf(lanes);
        }

        /** The position after which the next ones come; {@link Lane#NONE} to begin anew. */
        String end() {
            return end;
        }

        /** Whether it has come to the last lane, and to the last of each large group. */
        boolean isEnd() {
            return isEnd;
        }

        private void goFrom(String position) {
            end = position;
            boolean isMore = true;
            while (isMore && lanes.size() < most) {
                int asked = most - lanes.size();
                List<String> found = store.lanes(queue, end, asked);
                String before = end;
                boolean isCut = add(found);
                isMore = !end.equals(before) && (isCut || found.size() == asked);
            }
            if (!isMore) {
                end = Lane.NONE;
                isEnd = through.containsAll(done);
            }
        }

        /** Adds lanes until there are enough of a group; returns whether there are. */
        private boolean add(List<String> found) {
            for (String lane : found) {
                String group = Lane.groupOf(lane);
                if (!done.contains(group) && lastOfEach.containsKey(group)) {
                    addSome(group);
                } else if (!done.contains(group)) {
                    end = lane;
                    boolean isNew = lanes.add(lane);
                    if (isNew && counts.merge(group, 1, Integer::sum) == MOST_OF_A_GROUP) {
                        lastOfEach.put(group, lane);
                        done.add(group);
                    }
                }
                if (done.contains(group)) {
                    end = Lane.endOf(group);
                    return true;
                }
            }
            return false;
        }

        /** Adds those that come after the ones of the last time. */
        private void addSome(String group) {
            List<String> next = of(group, lastOfEach.get(group));
            if (next.isEmpty()) {
                through.add(group);
                next = of(group, end);
            }
            if (next.size() < MOST_OF_A_GROUP) {
                through.add(group);
                lastOfEach.remove(group);
            } else {
                lastOfEach.put(group, next.get(next.size() - 1));
            }
            done.add(group);
            lanes.addAll(next);
        }

        private List<String> of(String group, String position) {
            return store.lanes(queue, position, MOST_OF_A_GROUP).stream()
                    .filter(lane -> Lane.groupOf(lane).equals(group))
                    .toList();
        }
    }
}
