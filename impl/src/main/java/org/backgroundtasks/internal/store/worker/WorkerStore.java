package org.backgroundtasks.internal.store.worker;

/** What the worker of one node does with the database, by role. */
public record WorkerStore(
        ClaimStore claims,
        SettleStore settling,
        LeaseStore leases,
        UpkeepStore upkeep,
        Probes probes) {}
