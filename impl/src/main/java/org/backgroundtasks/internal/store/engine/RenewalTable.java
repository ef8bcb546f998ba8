package org.backgroundtasks.internal.store.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.Lease;

/**
 * Extends leases in a table of their own, for transactions that see one state of the database from
 * begin to end: the success of a body could not be recorded if its row had changed meanwhile.
 */
public final class RenewalTable implements Renewals {

    private static final Comparator<HeldLease> BY_ID =
            Comparator.comparing(one -> one.lease().task().value());

    private final Jdbc jdbc;
    private final Renewals inRows;
    private final String change;
    private final String add;
    private final String forget;

    public RenewalTable(Jdbc jdbc, Dialect dialect, Renewals inRows) {
        this.jdbc = jdbc;
        this.inRows = inRows;
        String table = dialect.qualified(Schema.RENEWALS);
        String until = dialect.laterBy();
        change =
                "update %s set lease_until = %s, lease_number = ? where task_id = ?"
                        .formatted(table, until);
        add =
                "insert into %s (lease_until, lease_number, task_id) values (%s, ?, ?)"
                        .formatted(table, until);
        forget = "delete from %s where lease_until < %s".formatted(table, until);
    }

    @Override
    public List<HeldLease> renew(Collection<Lease> leases, Duration lease) {
        List<HeldLease> held = held(leases);
        jdbc.transaction(
                "renew leases",
                connection -> {
                    for (HeldLease one : held.stream().sorted(BY_ID).toList()) {
                        extend(connection, one.lease(), lease);
                    }
                    return jdbc.update(connection, forget, -lease.toMillis());
                });
        return held;
    }

    @Override
    public List<HeldLease> held(Collection<Lease> leases) {
        return inRows.held(leases);
    }

    /** The condition that a lease was not extended here, for rows {@code t} of tasks. */
    public static String notRenewed(Dialect dialect) {
        return """
        not exists (select 1 from %s r
            where r.task_id = t.id and r.lease_number = t.lease_number and r.lease_until >= %s)"""
                .formatted(dialect.qualified(Schema.RENEWALS), dialect.now());
    }

    private void extend(Connection connection, Lease held, Duration lease) throws SQLException {
        if (jdbc.update(connection, change, lease.toMillis(), held.number(), held.task()) == 0) {
            jdbc.update(connection, add, lease.toMillis(), held.number(), held.task());
        }
    }
}
