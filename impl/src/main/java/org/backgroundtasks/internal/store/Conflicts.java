package org.backgroundtasks.internal.store;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * What a database breaks off since another transaction was in its way, and would do if asked again.
 */
public final class Conflicts {

    /** A lock waited for in vain, and a row that has changed since the transaction's snapshot. */
    private static final Set<Integer> OF_MARIADB = Set.of(1205, 1020);

    /** A statement that was cancelled after its time limit, in PostgreSQL, H2 and Derby. */
    private static final Set<String> TIMED_OUT = Set.of("57014", "XCL52");

    private Conflicts() {}

    /**
     * Whether a failure was caused by others who use the same rows, or by too little time: then the
     * same will do later.
     */
    public static boolean isBehind(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure;
                cause != null && seen.add(cause);
                cause = cause.getCause()) {
            if (cause instanceof SQLException e && (isOne(e) || hasTimedOut(e))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a statement has waited in vain for a lock, and its transaction goes on without it.
     */
    static boolean isLocked(SQLException e) {
        return hasTimedOut(e) || isOne(e) && !isBrokenOff(e);
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
    static boolean isOne(SQLException e) {
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
