package org.backgroundtasks.internal.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.backgroundtasks.internal.task.LimitRule;

/**
 * How many more tasks some limits let in, counted down as they are. Used by one thread at a time.
 */
public final class Room {

    private final Map<String, LimitState> states;
    private final Map<String, Integer> taken = new HashMap<>();
    private final Map<HeldLimit, Starts> counted = new HashMap<>();

    public Room(Map<String, LimitState> states) {
        this.states = Map.copyOf(states);
    }

    /** Takes a place of each limit, or none if one of them has no more. */
    public boolean take(List<HeldLimit> limits) {
        if (!limits.stream().allMatch(this::isLeft)) {
            return false;
        }
        limits.stream()
                .map(HeldLimit::name)
                .distinct()
                .forEach(name -> taken.merge(name, 1, Integer::sum));
        return true;
    }

    /** Whether a limit lets another one in. One that was not seen does not. */
    public boolean isLeft(HeldLimit limit) {
        LimitState state = states.get(limit.name());
        if (state == null) {
            return false;
        }
        LimitRule rule = limit.rule();
        int here = taken.getOrDefault(limit.name(), 0);
        boolean isFull = limit.hasConcurrency() && state.holders() + here >= rule.concurrency();
        return !isFull && (!limit.hasRate() || counted(limit, state).count() + here < rule.rate());
    }

    /** The starts that a rate counts now; made once, since many tasks have the same limits. */
    private Starts counted(HeldLimit limit, LimitState state) {
        return counted.computeIfAbsent(
                limit, any -> state.starts().since(state.now(), limit.rule().per()));
    }

    /** How long until a rate lets another one in; empty if it is not the rate that does not. */
    public Optional<Duration> untilLeft(HeldLimit limit) {
        LimitState state = states.get(limit.name());
        LimitRule rule = limit.rule();
        if (state == null || !limit.hasRate()) {
            return Optional.empty();
        }
        int here = taken.getOrDefault(limit.name(), 0);
        Duration until =
                here >= rule.rate()
                        ? rule.per()
                        : counted(limit, state)
                                .untilFewerThan(rule.rate() - here, state.now(), rule.per());
        return until.isZero() ? Optional.empty() : Optional.of(until);
    }
}
