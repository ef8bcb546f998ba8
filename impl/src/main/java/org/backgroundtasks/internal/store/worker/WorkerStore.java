package org.backgroundtasks.internal.store.worker;

import org.backgroundtasks.internal.store.key.KeyStore;
import org.backgroundtasks.internal.store.limit.LaneStore;
import org.backgroundtasks.internal.store.schedule.ScheduleStore;

/** What the worker of one node does with the database, by role. */
public record WorkerStore(
        ClaimStore claims,
        SettleStore settling,
        LeaseStore leases,
        UpkeepStore upkeep,
        Probes probes,
        ScheduleStore schedules,
        KeyStore keys,
        LaneStore lanes,
        SignatureStore signatures) {}
