package org.backgroundtasks.internal.overview;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.LimitInfo;
import org.backgroundtasks.LimitInfo.Scope;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.limit.HeldLimit;
import org.backgroundtasks.internal.limit.LimitState;
import org.backgroundtasks.internal.store.overview.LaneCount;
import org.backgroundtasks.internal.store.overview.Overview;
import org.backgroundtasks.internal.store.overview.Share;
import org.backgroundtasks.internal.task.LimitRule;
import org.jspecify.annotations.Nullable;

/** All limits, as {@link org.backgroundtasks.TaskAdmin#limits} tells of them. */
public final class Limits {

    private static final int MOST_HOLDERS = 100;

    private static final Comparator<LimitInfo> ORDER =
            Comparator.comparing(LimitInfo::scope).thenComparing(LimitInfo::name);

    private final NodeLimits known;
    private final Map<String, Usage> usages = new LinkedHashMap<>();

    private Limits(NodeLimits known) {
        this.known = known;
        known.standing().forEach(this::add);
    }

    /** A limit, and who uses it. */
    private static final class Usage {

        private final HeldLimit limit;
        private final List<TaskId> holders = new ArrayList<>();
        private long waiting;

        Usage(HeldLimit limit) {
            this.limit = limit;
        }

        LimitInfo info(@Nullable LimitState state) {
            LimitRule rule = limit.rule();
            return new LimitInfo(
                    limit.text(),
                    limit.isOfQueue() ? Scope.QUEUE : Scope.KEY,
                    rule.concurrency(),
                    rule.rate(),
                    limit.hasRate() ? rule.per() : null,
                    waiting,
                    holders.size(),
                    holders.stream().limit(MOST_HOLDERS).toList(),
                    limit.hasRate() && state != null
                            ? state.starts().since(state.now(), rule.per()).count()
                            : 0);
        }
    }

    /** Reads them. */
    public static List<LimitInfo> read(Overview overview, NodeLimits known) {
        Limits all = new Limits(known);
        overview.waiting(known.ofQueues().keySet(), known.definitions().limitedSignatures())
                .forEach(all::count);
        overview.shares().forEach(all::count);
        Map<String, LimitState> states =
                overview.states(
                        all.usages.values().stream()
                                .map(usage -> usage.limit)
                                .filter(HeldLimit::hasRate)
                                .map(HeldLimit::name)
                                .toList());
        return all.usages.entrySet().stream()
                .map(one -> one.getValue().info(states.get(one.getKey())))
                .sorted(ORDER)
                .toList();
    }

    private Usage add(HeldLimit limit) {
        return usages.computeIfAbsent(limit.name(), any -> new Usage(limit));
    }

    private void count(LaneCount lane) {
        known.of(lane.queue(), lane.signature(), lane.lane()).stream()
                .distinct()
                .forEach(limit -> add(limit).waiting += lane.count());
    }

    /** Also where this node would give the task other keys: claims count it as it is. */
    private void count(Share share) {
        Usage usage = usages.get(share.limit());
        if (usage != null) {
            usage.holders.add(share.task());
            return;
        }
        known.of(share.queue(), share.signature(), share.lane()).stream()
                .filter(limit -> limit.name().equals(share.limit()))
                .findFirst()
                .ifPresent(limit -> add(limit).holders.add(share.task()));
    }
}
