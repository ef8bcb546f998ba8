package org.backgroundtasks.internal.worker.node;

import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.worker.run.BatchCompleter;
import org.backgroundtasks.internal.worker.run.BodyCall;
import org.backgroundtasks.internal.worker.run.BodyTransaction;
import org.backgroundtasks.internal.worker.run.DatabaseTrial;
import org.backgroundtasks.internal.worker.run.Endings;
import org.backgroundtasks.internal.worker.run.Execution;
import org.backgroundtasks.internal.worker.run.Failures;
import org.backgroundtasks.internal.worker.run.OutcomeRecorder;
import org.backgroundtasks.internal.worker.run.Releaser;
import org.backgroundtasks.internal.worker.run.SharedExecution;
import org.backgroundtasks.internal.worker.run.TaskRunner;
import org.backgroundtasks.internal.worker.run.TaskThreads;

/** What runs claimed tasks, put together. */
record Runs(TaskThreads threads, BatchCompleter completer) {

    static Runs of(Shared shared, ArgumentCodec codec, Endings.Listener listener) {
        var environment = shared.environment();
        var settlement = shared.settlement();
        DatabaseTrial trial = new DatabaseTrial(shared.store().probes());
        OutcomeRecorder recorder =
                new OutcomeRecorder(settlement, trial, shared.counters(), environment.unit());
        Failures failures = new Failures(recorder, shared.settings());
        BatchCompleter completer = new BatchCompleter(settlement, recorder, trial, environment);
        BodyCall body =
                new BodyCall(
                        shared.store().claims(), shared.definitions(), codec, environment, trial);
        BodyTransaction transaction = new BodyTransaction(environment.transactions(), settlement);
        TaskRunner runner =
                new TaskRunner(
                        new Execution(body, transaction, failures, recorder, completer),
                        new SharedExecution(body, transaction, failures, recorder),
                        new Endings(shared.running(), shared.executors(), listener));
        TaskThreads threads =
                new TaskThreads(
                        shared.definitions(),
                        shared.executors(),
                        shared.running(),
                        new Releaser(settlement, shared.store().leases(), recorder),
                        runner,
                        environment);
        return new Runs(threads, completer);
    }
}
