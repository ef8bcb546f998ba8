package org.backgroundtasks.internal.cdi.call;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethod;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;

/**
 * The methods whose runs do not come by our interceptor, since the container or another interceptor
 * moves their calls to other threads before. There, the call of a run looks like anybody's, and
 * each attempt would store one more task.
 */
@ApplicationScoped
class Detours {

    /** How long after a run its call may still come; others have to wait for so long, too. */
    private static final Duration LATEST = Duration.ofMinutes(1);

    private final Map<String, Long> runs = new ConcurrentHashMap<>();

    /** Notes that a run begins. */
    void enter(BackgroundMethod method) {
        runs.computeIfPresent(name(method), (name, before) -> System.nanoTime());
    }

    /** Notes whether the call of a run has come by our interceptor. */
    void leave(BackgroundMethod method, boolean seen) {
        if (!seen) {
            runs.put(name(method), System.nanoTime());
        } else if (!runs.isEmpty()) {
            runs.remove(name(method));
        }
    }

    /** Refuses a call that may be that of a run. */
    void requireNone(BackgroundMethod method) {
        Long run = runs.get(name(method));
        if (run != null && System.nanoTime() - run < LATEST.toNanos()) {
            throw CallMessages.LOG.mayBeOfRun(name(method));
        }
    }

    private static String name(BackgroundMethod method) {
        return method.definition().name();
    }
}
