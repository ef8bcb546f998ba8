package org.backgroundtasks.internal.worker.node;

import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.worker.WorkerStore;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.Counters;
import org.backgroundtasks.internal.worker.WorkerEnvironment;
import org.backgroundtasks.internal.worker.claim.Rings;
import org.backgroundtasks.internal.worker.event.EventFactory;
import org.backgroundtasks.internal.worker.event.EventPublisher;
import org.backgroundtasks.internal.worker.lease.RunningTasks;
import org.backgroundtasks.internal.worker.queue.QueueExecutors;
import org.backgroundtasks.internal.worker.settle.Settlement;

/** What the parts of a worker share. */
record Shared(
        WorkerEnvironment environment,
        WorkerSettings settings,
        TaskDefinitions definitions,
        WorkerStore store,
        RunningTasks running,
        QueueExecutors executors,
        Counters counters,
        EventFactory events,
        EventPublisher publisher,
        Settlement settlement,
        Rings rings) {

    static Shared of(
            WorkerEnvironment environment,
            WorkerSettings settings,
            TaskDefinitions definitions,
            WorkerStore store,
            WorkerFeatures features) {
        Ticker ticker = environment.ticker();
        EventFactory events = new EventFactory(environment.node());
        EventPublisher publisher =
                new EventPublisher(
                        store.probes(), environment.transactions(), environment.events(), ticker);
        return new Shared(
                environment,
                settings,
                definitions,
                store,
                new RunningTasks(ticker),
                new QueueExecutors(settings, ticker),
                new Counters(),
                events,
                publisher,
                new Settlement(store, publisher, events, features.hooks()),
                new Rings(settings.pollInterval(), ticker));
    }

    Ticker ticker() {
        return environment.ticker();
    }
}
