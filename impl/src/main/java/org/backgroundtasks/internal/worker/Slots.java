package org.backgroundtasks.internal.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.internal.config.WorkerSettings;

/** How many more tasks each queue may run on this node. */
final class Slots {

    private final WorkerSettings settings;
    private final Map<String, AtomicInteger> free = new ConcurrentHashMap<>();

    Slots(WorkerSettings settings) {
        this.settings = settings;
    }

    int free(String queue) {
        return of(queue).get();
    }

    void take(String queue) {
        of(queue).decrementAndGet();
    }

    void giveBack(String queue) {
        of(queue).incrementAndGet();
    }

    private AtomicInteger of(String queue) {
        return free.computeIfAbsent(queue, name -> new AtomicInteger(settings.concurrencyOf(name)));
    }
}
