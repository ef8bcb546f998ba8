package org.backgroundtasks.internal.schedule;

import java.time.Duration;
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

    private static final Duration LONGEST_CHANGE = Duration.ofDays(1);

    Optional<Instant> next(Instant after) {
        Instant best = null;
        LocalDateTime local = LocalDateTime.ofInstant(after, rules.getOffset(after));
        if (isNearChange(after)) {
            // From before what a change of clocks may bring back.
            local = local.minus(LONGEST_CHANGE);
        }
        for (Optional<LocalDateTime> next = pattern.next(local);
                next.isPresent();
                next = pattern.next(next.get())) {
            List<Instant> instants = instants(next.get());
            if (best != null && !instants.isEmpty() && !instants.get(0).isBefore(best)) {
                return Optional.of(best);
            }
            for (Instant instant : instants) {
                if (instant.isAfter(after) && (best == null || instant.isBefore(best))) {
                    best = instant;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private boolean isNearChange(Instant after) {
        ZoneOffsetTransition next = rules.nextTransition(after.minus(LONGEST_CHANGE));
        return next != null && next.getInstant().isBefore(after.plus(LONGEST_CHANGE));
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
