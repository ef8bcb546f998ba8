package org.backgroundtasks.internal.store.sql;

import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.Claims;
import org.backgroundtasks.internal.store.engine.GuardedClaims;
import org.backgroundtasks.internal.store.engine.GuardedLaneClaims;
import org.backgroundtasks.internal.store.engine.GuardedRenewals;
import org.backgroundtasks.internal.store.engine.GuardedSettling;
import org.backgroundtasks.internal.store.engine.HeldLeases;
import org.backgroundtasks.internal.store.engine.LaneClaims;
import org.backgroundtasks.internal.store.engine.RenewalTable;
import org.backgroundtasks.internal.store.engine.Renewals;
import org.backgroundtasks.internal.store.engine.ReturningClaims;
import org.backgroundtasks.internal.store.engine.ReturningLaneClaims;
import org.backgroundtasks.internal.store.engine.ReturningRenewals;
import org.backgroundtasks.internal.store.engine.ReturningSettling;
import org.backgroundtasks.internal.store.engine.Settling;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.sql.key.SqlKeyStore;
import org.backgroundtasks.internal.store.sql.limit.SqlLaneStore;
import org.backgroundtasks.internal.store.sql.schedule.SqlScheduleStore;
import org.backgroundtasks.internal.store.worker.WorkerStore;

/** Puts together what the worker of a node does, as the database can do it. */
public final class SqlWorkerStore {

    private SqlWorkerStore() {}

    /**
     * Puts it together.
     *
     * @param isStrict whether the data source is set to more than READ COMMITTED
     */
    public static WorkerStore of(
            Jdbc jdbc,
            Dialect dialect,
            DatabaseClock clock,
            Neighbours neighbours,
            String node,
            boolean isStrict) {
        HeldLeases held = new HeldLeases(jdbc, dialect, node);
        boolean isReturning = dialect.returnsUpdated();
        GuardedClaims guarded = new GuardedClaims(jdbc, dialect, node);
        Claims claims = isReturning ? new ReturningClaims(jdbc, dialect, node) : guarded;
        Renewals inRows =
                isReturning
                        ? new ReturningRenewals(jdbc, dialect, node)
                        : new GuardedRenewals(jdbc, dialect, held);
        Renewals renewals = isStrict ? new RenewalTable(jdbc, dialect, inRows) : inRows;
        Settling settling =
                isReturning
                        ? new ReturningSettling(jdbc, dialect)
                        : new GuardedSettling(jdbc, dialect, held);
        GuardedLaneClaims guardedLanes = new GuardedLaneClaims(jdbc, dialect, node);
        LaneClaims laneClaims =
                isReturning
                        ? new ReturningLaneClaims(jdbc, dialect, node, guardedLanes)
                        : guardedLanes;
        return new WorkerStore(
                new SqlClaimStore(jdbc, dialect, clock, claims, guarded, isStrict),
                new SqlSettleStore(jdbc, dialect, settling, renewals),
                new SqlLeaseStore(jdbc, dialect, renewals, node),
                new SqlUpkeepStore(jdbc, dialect, neighbours),
                new SqlProbes(jdbc, dialect, neighbours, isStrict),
                new SqlScheduleStore(jdbc, dialect),
                new SqlKeyStore(jdbc, dialect),
                new SqlLaneStore(jdbc, dialect, laneClaims),
                new SqlSignatureStore(jdbc, dialect));
    }
}
