package org.backgroundtasks.internal.worker.claim;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.backgroundtasks.internal.store.worker.Signals;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.Unit;
import org.backgroundtasks.internal.worker.WorkerMessages;

/**
 * Tells other nodes of tasks that were stored here and that this node has no thread for. Not in the
 * caller's transaction, which would have to wait for those of all other callers to commit, and many
 * at a time.
 */
public final class Notifier {

    private static final Duration PACE = Duration.ofMillis(5);

    private final Signals signals;
    private final ScheduledExecutorService scheduler;
    private final Executor unit;
    private final Set<String> queues = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isUnderWay = new AtomicBoolean();
    private final Ticker ticker;
    private volatile long sentAt;

    /**
     * Makes one.
     *
     * @param unit runs something as a piece of work of its own for the server
     */
    public Notifier(
            Signals signals, ScheduledExecutorService scheduler, Executor unit, Ticker ticker) {
        this.signals = signals;
        this.scheduler = scheduler;
        this.unit = unit;
        this.ticker = ticker;
        sentAt = ticker.nanoTime() - PACE.toNanos();
    }

    /** Tells that a queue has a READY task. Throws nothing. */
    public void tell(String queue) {
        queues.add(queue);
        if (isUnderWay.compareAndSet(false, true)) {
            begin();
        }
    }

    /** Tells that something has become, or will soon be, due in some queue. Throws nothing. */
    public void tellOfAll() {
        tell(Signals.ALL);
    }

    private void begin() {
        long pause = PACE.toNanos() - (ticker.nanoTime() - sentAt);
        try {
            scheduler.schedule(this::sendInUnit, Math.max(0, pause), TimeUnit.NANOSECONDS);
        } catch (RuntimeException | Error e) {
            // An Error, too: there may be no thread to be had just now.
            isUnderWay.set(false);
            WorkerMessages.LOG.debug("The executor takes no more work", e);
        }
    }

    private void sendInUnit() {
        // From here on whoever has something to tell begins anew, also if the server lets nothing
        // begin.
        isUnderWay.set(false);
        new Unit(unit, this::send).run();
    }

    private void send() {
        sentAt = ticker.nanoTime();
        List<String> all = List.copyOf(queues);
        all.forEach(queues::remove);
        try {
            if (!all.isEmpty()) {
                signals.send(all);
            }
        } catch (RuntimeException e) {
            WorkerMessages.LOG.debug("Other nodes find by polling what they could not be told", e);
        }
    }
}
