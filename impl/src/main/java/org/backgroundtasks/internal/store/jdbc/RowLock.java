package org.backgroundtasks.internal.store.jdbc;

/** Locks a row of a table whose rows count their changes, where a query cannot. */
public final class RowLock {

    private RowLock() {}

    /**
     * Locks a row by changing it. Who only reads it first, above READ COMMITTED, is in the way of
     * another who does, when both then change it. Parameter: the id.
     */
    public static String byChange(String table) {
        return "update %s set version = version + 1 where id = ?".formatted(table);
    }
}
