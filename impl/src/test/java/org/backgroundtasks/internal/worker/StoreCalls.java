package org.backgroundtasks.internal.worker;

import org.backgroundtasks.internal.store.key.KeyStore;
import org.backgroundtasks.internal.store.limit.LaneStore;
import org.backgroundtasks.internal.store.schedule.ScheduleStore;
import org.backgroundtasks.internal.store.worker.ClaimStore;
import org.backgroundtasks.internal.store.worker.LeaseStore;
import org.backgroundtasks.internal.store.worker.Probes;
import org.backgroundtasks.internal.store.worker.SettleStore;
import org.backgroundtasks.internal.store.worker.SignatureStore;
import org.backgroundtasks.internal.store.worker.UpkeepStore;
import org.backgroundtasks.internal.store.worker.WorkerStore;
import org.backgroundtasks.testing.Around;

/** Puts something around all calls of a worker to its store. */
final class StoreCalls {

    private StoreCalls() {}

    static WorkerStore wrap(WorkerStore store, Around around) {
        return new WorkerStore(
                Around.wrap(ClaimStore.class, store.claims(), around),
                Around.wrap(SettleStore.class, store.settling(), around),
                Around.wrap(LeaseStore.class, store.leases(), around),
                Around.wrap(UpkeepStore.class, store.upkeep(), around),
                Around.wrap(Probes.class, store.probes(), around),
                Around.wrap(ScheduleStore.class, store.schedules(), around),
                Around.wrap(KeyStore.class, store.keys(), around),
                Around.wrap(LaneStore.class, store.lanes(), around),
                Around.wrap(SignatureStore.class, store.signatures(), around));
    }
}
