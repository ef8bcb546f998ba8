package org.backgroundtasks.internal.store;

import java.sql.SQLException;
import java.util.Set;

/**
 * What a database breaks off since another transaction was in its way, and would do if asked again.
 */
final class Conflicts {

    /** A lock waited for in vain, and a row that has changed since the transaction's snapshot. */
    private static final Set<Integer> OF_MARIADB = Set.of(1205, 1020);

    private Conflicts() {}

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
