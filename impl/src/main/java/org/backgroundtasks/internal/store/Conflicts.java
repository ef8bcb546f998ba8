package org.backgroundtasks.internal.store;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a database breaks off since another transaction was in its way, and would do if asked again.
 */
public final class Conflicts {

    /** A lock waited for in vain, and a row that has changed since the transaction's snapshot. */
    private static final Set<Integer> OF_MARIADB = Set.of(1205, 1020);

    /** A row that has changed since the snapshot: asking again in it is in vain. */
    private static final int CHANGED_ON_MARIADB = 1020;

    private static final Set<Integer> FULL_OR_READ_ONLY_MARIADB = Set.of(1021, 1114, 1290, 1836);

    /** A statement that was cancelled after its time limit, in PostgreSQL, H2 and Derby. */
    private static final Set<String> TIMED_OUT = Set.of("57014", "XCL52");

    private static final long LONGEST_PAUSE_MILLIS = 50;

    private Conflicts() {}

    /**
     * Waits for a moment, by chance a shorter or longer one, so that those who were in each other's
     * way do not meet again. Returns false if it was interrupted.
     */
    public static boolean pause() {
        return pause(ThreadLocalRandom.current().nextLong(1, LONGEST_PAUSE_MILLIS));
    }

    /** Waits for a moment. Returns false if it was interrupted. */
    public static boolean pause(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether a failure was caused by others who use the same rows: at once the same may do. */
    public static boolean isBehind(Throwable failure) {
        return has(failure, Conflicts::isOne);
    }

    /** The same, or a statement has taken longer than it may, as when it waits for a lock. */
    public static boolean isHeldUp(Throwable failure) {
        return has(failure, e -> isOne(e) || hasTimedOut(e));
    }

    /**
     * Whether a failure passes without anything being changed in what was asked for: others who use
     * the same rows, too little time, or a database that takes nothing.
     */
    public static boolean isPassing(Throwable failure) {
        return has(failure, e -> isOne(e) || hasTimedOut(e) || takesNothing(e));
    }

    /** Whether a failure is one that the database, or the way to it, has told of. */
    public static boolean isOfDatabase(Throwable failure) {
        return has(failure, any -> true);
    }

    /**
     * Whether there was no memory for something; some drivers tell it by an exception of theirs.
     */
    public static boolean isOfMemory(Throwable failure) {
        return hasAny(failure, OutOfMemoryError.class::isInstance);
    }

    private static boolean has(Throwable failure, Predicate<SQLException> what) {
        return hasAny(failure, one -> one instanceof SQLException e && what.test(e));
    }

    private static boolean hasAny(Throwable failure, Predicate<Throwable> what) {
        return has(failure, what, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** What a commit could not do, some transaction managers tell as suppressed. */
    private static boolean has(
            @Nullable Throwable failure, Predicate<Throwable> what, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return false;
        }
        return what.test(failure)
                || has(failure.getCause(), what, seen)
                || Stream.of(failure.getSuppressed()).anyMatch(one -> has(one, what, seen));
    }

    /** No resources, an operator's intervention, an error of the system, or read only. */
    private static boolean takesNothing(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("53")
                || state.startsWith("57P")
                || state.startsWith("58")
                || state.startsWith("08")
                || state.equals("25006")
                || FULL_OR_READ_ONLY_MARIADB.contains(e.getErrorCode()) && !state.startsWith("2");
    }

    /**
     * Whether a statement has waited in vain for a lock, and its transaction goes on without it.
     */
    public static boolean isLocked(SQLException e) {
        return hasTimedOut(e)
                || isOne(e) && !isBrokenOff(e) && e.getErrorCode() != CHANGED_ON_MARIADB;
    }

    private static boolean hasTimedOut(SQLException e) {
        return e instanceof SQLTimeoutException
                || TIMED_OUT.contains(String.valueOf(e.getSQLState()));
    }

    /** Derby counts a lock that was waited for in vain among these; it ends the statement only. */
    private static boolean isBrokenOff(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("40") && !state.equals("40XL1");
    }

    /**
     * Whether an exception tells of a deadlock, of a transaction that could not be serialized, or
     * of a lock that was waited for in vain: class 40 of the SQL standard, and what databases have
     * instead of it.
     */
    public static boolean isOne(SQLException e) {
        String state = e.getSQLState();
        if (state == null) {
            return false;
        }
        return state.startsWith("40")
                // PostgreSQL's lock_not_available.
                || state.equals("55P03")
                // H2's lock timeout.
                || state.equals("HYT00")
                // Oracle's deadlock.
                || state.equals("61000")
                || (OF_MARIADB.contains(e.getErrorCode()) && state.equals("HY000"));
    }
}
