package org.backgroundtasks.internal.store.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.Lease;

/** In one statement, for databases with {@code update … returning}. */
public final class ReturningRenewals implements Renewals {

    private final Jdbc jdbc;
    private final String node;
    private final String renew;
    private final String held;

    public ReturningRenewals(Jdbc jdbc, Dialect dialect, String node) {
        this.jdbc = jdbc;
        this.node = node;
        String table = dialect.qualified(Schema.TASKS);
        renew =
                """
                with mine as (
                    select id as my_id from %1$s where id = any (?) and node = ? and state = 'RUNNING'
                    %2$s)
                update %1$s set lease_until = %3$s from mine where id = my_id
                returning id, lease_number, cancel_requested
                """
                        .formatted(table, dialect.skipLocked(), dialect.laterBy());
        held =
                """
                select id, lease_number, cancel_requested from %s
                where id = any (?) and node = ? and state = 'RUNNING'
                """
                        .formatted(table);
    }

    @Override
    public List<HeldLease> renew(Collection<Lease> leases, Duration lease) {
        List<HeldLease> renewed =
                jdbc.query(
                        "renew leases",
                        renew,
                        HeldLease::read,
                        TaskSql.ids(leases),
                        node,
                        lease.toMillis());
        // What somebody has locked was skipped. It is lost only if it is no longer ours, which
        // reading tells.
        return renewed.size() == leases.size() ? renewed : held(leases);
    }

    @Override
    public List<HeldLease> held(Collection<Lease> leases) {
        return jdbc.query("check leases", held, HeldLease::read, TaskSql.ids(leases), node);
    }
}
