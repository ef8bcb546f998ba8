package org.backgroundtasks.internal.worker.node;

import java.util.List;
import org.backgroundtasks.internal.worker.claim.Arrivals;
import org.backgroundtasks.internal.worker.claim.Claimer;
import org.backgroundtasks.internal.worker.claim.DueWork;
import org.backgroundtasks.internal.worker.claim.OpenQueues;
import org.backgroundtasks.internal.worker.claim.Poller;
import org.backgroundtasks.internal.worker.claim.Quarantine;
import org.backgroundtasks.internal.worker.claim.QueueClaims;
import org.backgroundtasks.internal.worker.lease.DatabaseWatch;
import org.backgroundtasks.internal.worker.lease.Reclaimer;
import org.backgroundtasks.internal.worker.limit.LaneClaimer;
import org.backgroundtasks.internal.worker.run.Starter;

/** What finds and claims tasks, put together. */
record Claiming(
        OpenQueues open,
        DatabaseWatch database,
        Claimer claimer,
        Quarantine quarantine,
        QueueClaims queueClaims,
        Poller poller) {

    static Claiming of(Shared shared, Starter starter, LaneClaimer lanes, List<DueWork> others) {
        var settings = shared.settings();
        var executors = shared.executors();
        var running = shared.running();
        DatabaseWatch database = new DatabaseWatch(settings.lease(), shared.ticker());
        Claimer claimer =
                new Claimer(
                        shared.store(),
                        settings,
                        shared.publisher(),
                        shared.events(),
                        running,
                        lanes,
                        shared.ticker());
        OpenQueues open = new OpenQueues(settings);
        Quarantine quarantine =
                new Quarantine(
                        settings, open, shared.definitions(), executors, running, claimer, starter);
        QueueClaims queueClaims =
                new QueueClaims(
                        settings,
                        open,
                        executors,
                        quarantine,
                        claimer,
                        starter,
                        shared.rings()::ringPressing);
        Reclaimer reclaimer =
                new Reclaimer(
                        shared.store().leases(),
                        settings,
                        shared.definitions(),
                        database,
                        shared.settlement(),
                        shared.ticker());
        Poller poller =
                new Poller(
                        shared.store().claims(),
                        executors,
                        database,
                        new Arrivals(shared.store().claims(), database, reclaimer, others),
                        quarantine,
                        queueClaims,
                        lanes,
                        open);
        return new Claiming(open, database, claimer, quarantine, queueClaims, poller);
    }
}
