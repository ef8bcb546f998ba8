package org.backgroundtasks.internal.store.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.Lease;

/** Reads which leases this node holds, for databases that do not return what they have updated. */
public final class HeldLeases {

    private final Jdbc jdbc;
    private final String node;
    private final String table;
    private final String skipLocked;

    public HeldLeases(Jdbc jdbc, Dialect dialect, String node) {
        this.jdbc = jdbc;
        this.node = node;
        table = dialect.qualified(Schema.TASKS);
        skipLocked = dialect.skipLocked();
    }

    List<HeldLease> read(Connection connection, Collection<Lease> leases) throws SQLException {
        return read(connection, leases, "");
    }

    /** Locks their rows, and leaves out those that somebody has locked. */
    List<HeldLease> readUnlocked(Connection connection, Collection<Lease> leases)
            throws SQLException {
        return read(connection, leases, skipLocked);
    }

    private List<HeldLease> read(Connection connection, Collection<Lease> leases, String lock)
            throws SQLException {
        List<Object> parameters = new ArrayList<>();
        parameters.add(node);
        leases.forEach(one -> parameters.add(one.task()));
        String statement =
                """
                select id, lease_number, cancel_requested from %s
                where node = ? and state = 'RUNNING' and id in (%s)
                %s
                """
                        .formatted(table, TaskSql.placeholders(leases.size()), lock);
        return jdbc.query(connection, statement, HeldLease::read, parameters.toArray());
    }
}
