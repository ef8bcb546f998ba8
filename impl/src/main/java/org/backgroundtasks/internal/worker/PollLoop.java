package org.backgroundtasks.internal.worker;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides when the {@link Poller} polls: at each ring, and when the next task is due. Rings that
 * come while it polls are answered together by one more round, so a thousand calls cost a few
 * claims.
 */
final class PollLoop {

    private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);

    private final Poller poller;
    private final ScheduledExecutorService scheduler;
    private final Duration interval;
    private final Turn turn = new Turn("poller", this::round);

    private final Set<String> rung = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean rungForAll = new AtomicBoolean();
    private final AtomicInteger rings = new AtomicInteger();
    private final Alarm alarm;
    private final ReentrantLock polling = new ReentrantLock();
    private volatile boolean closed;

    PollLoop(Poller poller, ScheduledExecutorService scheduler, Duration interval) {
        this.poller = poller;
        this.scheduler = scheduler;
        this.interval = interval;
        this.alarm = new Alarm(scheduler, this::ringForAll);
    }

    /**
     * What is to run at each interval. It polls by itself, so a ring that was lost delays nothing
     * for long.
     */
    Runnable regularRound() {
        return () -> {
            rungForAll.set(true);
            turn.run();
        };
    }

    Turn turn() {
        return turn;
    }

    /** Polls one queue now. Never throws: it is called when a transaction has committed. */
    void ring(String queue) {
        rung.add(queue);
        ring();
    }

    /** Looks at all queues now. */
    void ringForAll() {
        rungForAll.set(true);
        ring();
    }

    /** Looks at all queues after a while, if the regular turn would come later. */
    void ringIn(Duration delay) {
        if (!closed && delay.compareTo(interval) < 0) {
            alarm.set(delay);
        }
    }

    private void ring() {
        if (closed || rings.getAndIncrement() > 0) {
            return;
        }
        try {
            scheduler.execute(this::answer);
        } catch (RuntimeException e) {
            // Also when the server stops: then nobody has to answer.
            rings.set(0);
            WorkerMessages.LOG.debug("The executor takes no more work", e);
        }
    }

    private void answer() {
        int answered;
        do {
            answered = rings.get();
            turn.run();
        } while (!rings.compareAndSet(answered, 0));
    }

    private void round() {
        polling.lock();
        try {
            if (closed) {
                return;
            }
            for (String queue : rung) {
                rung.remove(queue);
                poller.poll(queue);
            }
            if (rungForAll.getAndSet(false)) {
                poller.pollAll().ifPresent(this::ringIn);
            }
        } finally {
            polling.unlock();
        }
    }

    /**
     * Ends polling: when this returns, no claim is under way and none will follow, unless one hangs
     * in the database for longer than a statement may.
     */
    void close() {
        closed = true;
        alarm.clear();
        try {
            if (polling.tryLock(LONGEST_ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
                polling.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
