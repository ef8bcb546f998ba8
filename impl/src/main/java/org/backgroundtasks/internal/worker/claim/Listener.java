package org.backgroundtasks.internal.worker.claim;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.backgroundtasks.internal.store.worker.Signals;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.WorkerMessages;
import org.backgroundtasks.internal.worker.job.GuardedJob;

/**
 * Listens for other nodes that have stored tasks. After a while it takes another connection, so
 * that one that has fallen silent is not listened to for ever.
 */
public final class Listener {

    private static final Duration WAIT = Duration.ofMillis(500);
    private static final Duration UNKNOWN_PAUSE = Duration.ofMillis(50);
    private static final Duration UNKNOWN_INTERVAL = Duration.ofSeconds(1);
    private static final int MANY_UNKNOWN = 1_000;
    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final Duration LONGEST_ECHO = Duration.ofSeconds(5);

    private final Signals signals;
    private final Rings rings;
    private final Predicate<String> isKnown;
    private final Ticker ticker;
    private final GuardedJob job;
    private final String echo = Signals.ECHO + UUID.randomUUID();
    private final Set<String> unknown = new HashSet<>();
    private long lookAt;
    private boolean isHearing;
    private boolean isSaid;
    private volatile boolean stopped;

    /**
     * Prepares to listen.
     *
     * @param isKnown whether a queue has had tasks here
     */
    public Listener(Signals signals, Rings rings, Predicate<String> isKnown, Ticker ticker) {
        this.signals = signals;
        this.rings = rings;
        this.isKnown = isKnown;
        this.ticker = ticker;
        job = new GuardedJob("listener", this::listen, ticker);
        lookAt = ticker.nanoTime() - UNKNOWN_INTERVAL.toNanos();
    }

    public GuardedJob job() {
        return job;
    }

    private void listen() {
        if (stopped) {
            return;
        }
        try (Signals.Listening listening = signals.listen()) {
            // What was said while nobody listened.
            rings.ringForAll();
            long begun = ticker.nanoTime();
            boolean awaitsEcho = !isHearing && sendEcho();
            while (!stopped && isWithin(LONGEST, begun)) {
                listening.await(WAIT).forEach(this::heard);
                if (awaitsEcho && !isHearing && !isWithin(LONGEST_ECHO, begun)) {
                    sayDeaf();
                }
                job.works();
            }
        }
    }

    /**
     * Takes a second connection for a moment; returns whether there was one. If not, it listens all
     * the same.
     */
    private boolean sendEcho() {
        try {
            signals.send(List.of(echo));
            return true;
        } catch (RuntimeException e) {
            WorkerMessages.LOG.debug("It is not known whether this node hears others", e);
            return false;
        }
    }

    private boolean isWithin(Duration time, long since) {
        return ticker.nanoTime() - since < time.toNanos();
    }

    /** Behind PgBouncer in transaction mode, everything else works. */
    private void sayDeaf() {
        if (!isSaid) {
            isSaid = true;
            WorkerMessages.LOG.deaf();
        }
    }

    private void heard(String queue) {
        if (queue.startsWith(Signals.ECHO)) {
            isHearing |= queue.equals(echo);
        } else if (queue.equals(Signals.ALL)) {
            rings.ringForAll();
        } else if (isKnown.test(queue)) {
            rings.ring(queue);
        } else {
            heardUnknown(queue);
        }
    }

    /** It may be a new queue, or none at all: whoever may connect can say any name. */
    private void heardUnknown(String queue) {
        long now = ticker.nanoTime();
        if (now - lookAt >= 0) {
            lookAt += UNKNOWN_INTERVAL.toNanos();
            if (lookAt - now < UNKNOWN_PAUSE.toNanos()) {
                lookAt = now + UNKNOWN_PAUSE.toNanos();
            }
        }
        rings.ringIn(Duration.ofNanos(lookAt - now));
        if (unknown.size() < MANY_UNKNOWN && unknown.add(queue) && unknown.size() == MANY_UNKNOWN) {
            WorkerMessages.LOG.manyUnknownQueues(MANY_UNKNOWN, queue);
        }
    }

    public void stop() {
        stopped = true;
    }
}
