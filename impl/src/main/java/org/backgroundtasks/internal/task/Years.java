package org.backgroundtasks.internal.task;

import java.time.Instant;

/** The years whose times every database can keep: 1 to 9999. */
public final class Years {

    /** The last time of them. */
    public static final Instant END = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final Instant BEGIN = Instant.parse("0001-01-01T00:00:00Z");

    private Years() {}

    public static boolean have(Instant time) {
        return !time.isBefore(BEGIN) && !time.isAfter(END);
    }
}
