package org.backgroundtasks.internal.store;

import java.sql.SQLException;

/**
 * What a database breaks off since another transaction was in its way, and would do if asked again.
 */
final class Conflicts {

    private static final int MARIADB_LOCK_WAIT_TIMEOUT = 1205;

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
                || (e.getErrorCode() == MARIADB_LOCK_WAIT_TIMEOUT && state.equals("HY000"));
    }
}
