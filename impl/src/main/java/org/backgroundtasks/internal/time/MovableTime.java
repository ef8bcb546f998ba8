package org.backgroundtasks.internal.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that a test moves on: what the engine measures itself, and the database's time as the engine
 * sees it, alike. Between two moves it passes as usual.
 */
public final class MovableTime implements Ticker {

    private final AtomicLong ahead = new AtomicLong();

    /** Moves on by whole milliseconds. */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + duration);
        }
        ahead.addAndGet(duration.toMillis());
    }

    @Override
    public boolean isMovable() {
        return true;
    }

    @Override
    public long aheadMillis() {
        return ahead.get();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime() + ahead.get() * 1_000_000;
    }
}
