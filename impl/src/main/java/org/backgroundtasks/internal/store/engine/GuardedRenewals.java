package org.backgroundtasks.internal.store.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.Lease;

/** For any database: what is held is read, and renewed row by row. */
public final class GuardedRenewals implements Renewals {

    private final Jdbc jdbc;
    private final HeldLeases held;
    private final String renew;

    public GuardedRenewals(Jdbc jdbc, Dialect dialect, HeldLeases held) {
        this.jdbc = jdbc;
        this.held = held;
        renew =
                "update %s set lease_until = %s where id = ?"
                        .formatted(dialect.qualified(Schema.TASKS), dialect.laterBy());
    }

    @Override
    public List<HeldLease> renew(Collection<Lease> leases, Duration lease) {
        return jdbc.transaction(
                "renew leases",
                connection -> {
                    // Rows that somebody has locked are skipped, so that they hold up no others;
                    // they are lost only if they are no longer ours, which reading tells.
                    for (HeldLease one : held.readUnlocked(connection, leases)) {
                        jdbc.update(connection, renew, lease.toMillis(), one.lease().task());
                    }
                    return held.read(connection, leases);
                });
    }

    @Override
    public List<HeldLease> held(Collection<Lease> leases) {
        return jdbc.transaction("check leases", connection -> held.read(connection, leases));
    }
}
