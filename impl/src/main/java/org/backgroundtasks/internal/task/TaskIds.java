package org.backgroundtasks.internal.task;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.backgroundtasks.TaskId;

/**
 * Makes ids of UUID version 7: 48 bits of milliseconds, 12 bits that count within one of them, then
 * random bits. The ids of a node grow, so tasks of one call of {@code enqueueAll} are claimed in
 * its order, and new rows lie next to each other in the primary key.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#name-monotonicity-and-counters">RFC 9562,
 *     Monotonicity and Counters</a>
 */
public final class TaskIds {

    private static final int COUNTER_BITS = 12;
    private static final long COUNTER = (1L << COUNTER_BITS) - 1;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private static final RandomGenerator RANDOM = new SecureRandom();

    /** Milliseconds and counter; a full counter borrows from the next millisecond. */
    private static final AtomicLong LAST = new AtomicLong();

    private TaskIds() {}

    public static TaskId next() {
        long now = System.currentTimeMillis() << COUNTER_BITS;
        long tick = LAST.updateAndGet(last -> Math.max(last + 1, now));
        long high = tick >>> COUNTER_BITS << 16 | VERSION_7 | tick & COUNTER;
        long low = VARIANT | RANDOM.nextLong() >>> 2;
        return new TaskId(new UUID(high, low));
    }
}
