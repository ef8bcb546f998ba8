package org.backgroundtasks.internal.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;

/**
 * The instants of a pattern in a zone. A local time that clocks skip is the first instant after the
 * gap, unless the pattern has every hour. One that they show twice is the first of both; it is both
 * for a pattern that names no time of the day.
 */
record LocalInstants(CronPattern pattern, ZoneRules rules) {

    Optional<Instant> next(Instant after) {
        Optional<Instant> forward = forward(after);
        ZoneOffsetTransition change = rules.nextTransition(after);
        return change == null
                        || forward.filter(next -> next.isBefore(change.getInstant())).isPresent()
                ? forward
                : earlier(forward, broughtBack(change));
    }

    /** The first one among the local times that clocks have not shown yet. */
    private Optional<Instant> forward(Instant after) {
        LocalDateTime local = LocalDateTime.ofInstant(after, rules.getOffset(after));
        for (Optional<LocalDateTime> next = pattern.next(local);
                next.isPresent();
                next = pattern.next(next.get())) {
            Optional<Instant> instant =
                    instants(next.get()).stream().filter(one -> one.isAfter(after)).findFirst();
            if (instant.isPresent()) {
                return instant;
            }
        }
        return Optional.empty();
    }

    /** The first one among those that a change of clocks shows again. */
    private Optional<Instant> broughtBack(ZoneOffsetTransition change) {
        if (!change.isOverlap() || !pattern.isOfNoTimeOfDay()) {
            return Optional.empty();
        }
        return pattern.next(change.getDateTimeAfter().minusSeconds(1))
                .filter(local -> local.isBefore(change.getDateTimeBefore()))
                .map(local -> local.toInstant(change.getOffsetAfter()));
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return one.isEmpty() || other.filter(instant -> instant.isBefore(one.get())).isPresent()
                ? other
                : one;
    }

    /** In their order, at most two. */
    private List<Instant> instants(LocalDateTime local) {
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = rules.getTransition(local);
            return pattern.isOfEveryHour() ? List.of() : List.of(gap.getInstant());
        }
        Instant first = local.toInstant(offsets.get(0));
        return offsets.size() == 2 && pattern.isOfNoTimeOfDay()
                ? List.of(first, local.toInstant(offsets.get(1)))
                : List.of(first);
    }
}
