package org.backgroundtasks.internal.task;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.backgroundtasks.TaskId;

/**
 * Makes ids of UUID version 7: 48 bits of milliseconds, then random bits, so that the rows of a
 * moment lie next to each other in the primary key.
 */
public final class TaskIds {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private static final RandomGenerator RANDOM = new SecureRandom();

    private TaskIds() {}

    public static TaskId next() {
        long high = System.currentTimeMillis() << 16 | VERSION_7 | RANDOM.nextInt(1 << 12);
        long low = VARIANT | RANDOM.nextLong() >>> 2;
        return new TaskId(new UUID(high, low));
    }
}
