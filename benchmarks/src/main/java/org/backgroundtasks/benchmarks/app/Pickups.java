package org.backgroundtasks.benchmarks.app;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** How long tasks have waited for their start, from just before they were stored. */
@ApplicationScoped
public class Pickups {

    private final List<Long> micros = new CopyOnWriteArrayList<>();

    static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    void picked(long enqueuedAt) {
        micros.add(now() - enqueuedAt);
    }

    List<Long> all() {
        return micros;
    }

    void forget() {
        micros.clear();
    }
}
