package org.backgroundtasks.internal.time;

/** The time that passes on this machine, whatever it believes the time of day to be. */
public interface Ticker {

    /** The machine's own. */
    Ticker SYSTEM = System::nanoTime;

    /** A reading as of {@link System#nanoTime()}: only the difference of two means something. */
    long nanoTime();

    /** Whether it can be moved on; then the database's time is moved on with it. */
    default boolean isMovable() {
        return false;
    }

    /** By how many milliseconds it was moved on. */
    default long aheadMillis() {
        return 0;
    }
}
