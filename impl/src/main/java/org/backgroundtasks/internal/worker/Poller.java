package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.ClaimStore;
import org.backgroundtasks.internal.store.Room;
import org.backgroundtasks.internal.store.Survey;
import org.backgroundtasks.internal.store.Wanted;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Durations;

/**
 * Finds out what is due and claims as much of it as there is room for. Used by one thread at a
 * time.
 */
final class Poller {

    /** Less than any name of a queue; not the empty text, which is null to Oracle. */
    private static final String BEFORE_ALL = "\u0001";

    private static final int PROMOTION_BATCH = 1_000;
    private static final Duration LOCKED_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_LOCKED_PAUSE = Duration.ofSeconds(1);

    private final ClaimStore claims;
    private final WorkerSettings settings;
    private final Wanted wanted;
    private final Lanes lanes;
    private final Reclaimer reclaimer;
    private final Quarantine quarantine;
    private final Claimant claimant;
    private final BooleanSupplier canRenew;
    private final Set<String> backlog = ConcurrentHashMap.newKeySet();
    private volatile boolean hasSeenReady;
    private boolean isCautious;
    private Duration lockedPause = LOCKED_PAUSE;

    Poller(
            ClaimStore claims,
            WorkerSettings settings,
            Wanted wanted,
            Lanes lanes,
            Reclaimer reclaimer,
            Quarantine quarantine,
            Claimant claimant,
            BooleanSupplier canRenew) {
        this.claims = claims;
        this.settings = settings;
        this.wanted = wanted;
        this.lanes = lanes;
        this.reclaimer = reclaimer;
        this.quarantine = quarantine;
        this.claimant = claimant;
        this.canRenew = canRenew;
    }

    /**
     * Looks at all queues: makes READY what is due or was left by a dead worker, and claims.
     *
     * @return in how much time there is something to do again, if that is known
     */
    Optional<Duration> pollAll() {
        List<Lane> kept = lanes.budget().offered();
        try {
            lanes.forgetIdle();
            return pollAll(kept.stream().map(Lane::queue).toList());
        } finally {
            // Also when it could not be asked for them.
            kept.forEach(lanes.budget()::settle);
        }
    }

    /**
     * Does so.
     *
     * @param first the queues that a thread is kept for: others would take it
     */
    private Optional<Duration> pollAll(List<String> first) {
        Survey survey = claims.survey();
        hasSeenReady = survey.firstReadyQueue() != null;
        reclaimer.databaseAnswers();
        claimant.recover();
        boolean reclaimed =
                survey.hasExpired() && reclaimer.waits().isZero() && reclaimer.reclaim();
        isCautious = reclaimed || survey.mostLosses() > 0 && hasLosers();
        boolean promoted = survey.hasDue() && claims.promote(PROMOTION_BATCH) > 0;
        lockedPause =
                survey.hasDue() && !promoted
                        ? Durations.shorter(lockedPause.multipliedBy(2), LONGEST_LOCKED_PAUSE)
                        : LOCKED_PAUSE;
        // Asked once: what can be claimed only from here on must not go before a suspect.
        boolean canClaim = canRenew.getAsBoolean();
        Optional<Duration> looksIn = canClaim ? quarantine.look(survey) : Optional.empty();
        if (canClaim) {
            Set<String> queues = new LinkedHashSet<>(first);
            if (promoted || reclaimed || survey.firstReadyQueue() != null) {
                queues.addAll(readyQueues());
            }
            queues.forEach(this::pollNow);
        }
        // After a change the next time is another one, known only to another survey.
        return promoted || reclaimed
                ? Optional.of(Duration.ZERO)
                : Stream.of(
                                survey.untilDue().map(this::notAtOnce),
                                survey.untilExpiry()
                                        .map(this::notAtOnce)
                                        .map(until -> Durations.longer(until, reclaimer.looksIn())),
                                looksIn)
                        .flatMap(Optional::stream)
                        .min(Duration::compareTo);
    }

    /**
     * What should have changed and did not is locked by somebody, and not freed sooner by asking.
     */
    private Duration notAtOnce(Duration untilNext) {
        return Durations.longer(untilNext, lockedPause);
    }

    /** Whether something waits here that may take a worker down, and all that it holds with it. */
    private boolean hasLosers() {
        Wanted losers = new Wanted(wanted.signatures(), 1, Integer.MAX_VALUE);
        return claims.queuesOfLosers(losers).stream().anyMatch(settings::serves);
    }

    /** Claims from one queue. */
    void poll(String queue) {
        if (canRenew.getAsBoolean()) {
            pollNow(queue);
        }
        // Else what is kept for it is free again with the next look at all queues.
    }

    private void pollNow(String queue) {
        if (!settings.serves(queue)) {
            return;
        }
        // Noted before the room is counted: what ends from here on asks for another poll.
        backlog.add(queue);
        Lane lane = lanes.of(queue);
        boolean isHeldBack = quarantine.holdsBack(queue);
        boolean wasKept;
        try {
            if (!isHeldBack && !claimIfRoom(lane) && !lane.want()) {
                // It was given back in between, which nobody else will tell of.
                claimIfRoom(lane);
            }
        } finally {
            wasKept = lanes.budget().settle(lane);
        }
        // Others are held back as well, and asked again with all queues.
        if (wasKept && !isHeldBack) {
            claimant.handOn();
        }
    }

    /** Returns whether there was room. */
    private boolean claimIfRoom(Lane lane) {
        Room room =
                (isCautious ? Room.of(lane.free()) : lane.room()).within(lanes.heldBytes().left());
        boolean isRoom = room.isLeft(0, 0);
        if (isRoom) {
            claim(lane, room);
        }
        return isRoom;
    }

    private void claim(Lane lane, Room room) {
        String queue = lane.queue();
        // Forgotten before the claim: what is stored from here on, and missed by it, notes it anew.
        backlog.remove(queue);
        lanes.budget().forget(lane);
        List<ClaimedTask> claimed = claimant.claim(queue, wanted, room);
        // Where one is taken with care, there are more.
        boolean isCareful = claimed.stream().anyMatch(ClaimedTask::isUnread);
        boolean isFull =
                isCareful
                        || !room.isLeft(
                                claimed.size(),
                                claimed.stream().mapToLong(ClaimedTask::mostBytes).sum());
        if (isFull) {
            backlog.add(queue);
        }
        claimant.start(queue, claimed);
        if (isFull) {
            lane.want();
        }
    }

    /** Says that a queue has tasks. */
    void noteBacklog(String queue) {
        backlog.add(queue);
    }

    /** Whether the queue may have more tasks than were claimed when it was last polled. */
    boolean hasBacklog(String queue) {
        return backlog.contains(queue);
    }

    /** Whether any task was READY when all queues were last looked at. */
    boolean hasSeenReady() {
        return hasSeenReady;
    }

    private List<String> readyQueues() {
        List<String> queues = new ArrayList<>();
        for (Optional<String> next = claims.nextReadyQueue(BEFORE_ALL);
                next.isPresent();
                next = claims.nextReadyQueue(next.get())) {
            queues.add(next.get());
        }
        return queues;
    }
}
