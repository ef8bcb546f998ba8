package org.backgroundtasks.internal.cdi.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.TaskCall;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskRequest;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.server.Entered;
import org.backgroundtasks.internal.store.key.Taking;

/** A {@link TaskRequest}: options, and where to bring the calls. */
record Request(Enqueuer enqueuer, RequestOptions options) implements TaskRequest {

    @Override
    public TaskRequest in(Duration delay) {
        return new Request(enqueuer, options.in(delay));
    }

    @Override
    public TaskRequest at(Instant runAt) {
        return new Request(enqueuer, options.at(runAt));
    }

    @Override
    public TaskRequest queue(String queue) {
        return new Request(enqueuer, options.queue(queue));
    }

    @Override
    public TaskRequest priority(int priority) {
        return new Request(enqueuer, options.priority(priority));
    }

    @Override
    public TaskRequest label(String label) {
        return new Request(enqueuer, options.label(label));
    }

    @Override
    public TaskRequest group(String group) {
        return new Request(enqueuer, options.group(group));
    }

    @Override
    public TaskRequest unique(String key) {
        return new Request(enqueuer, options.with(options.keys().key(key)));
    }

    @Override
    public TaskRequest onConflict(OnConflict onConflict) {
        return new Request(enqueuer, options.with(options.keys().onConflict(onConflict)));
    }

    @Override
    public TaskRequest debounce(Duration quiet, Duration atMost) {
        return new Request(enqueuer, options.with(options.keys().debounce(quiet, atMost)));
    }

    @Override
    public TaskId enqueue(TaskCall call) {
        return stored(recorded(call, true)).get(0);
    }

    @Override
    public Optional<TaskId> tryEnqueue(TaskCall call) {
        return Optional.of(enqueuer.store(recorded(call, true), options).get(0))
                .filter(taking -> taking instanceof Taking.Taken)
                .map(Taking::holder);
    }

    @Override
    public List<TaskId> enqueueAll(TaskCall call) {
        return stored(recorded(call, false));
    }

    private List<TaskId> stored(List<RecordedCall> calls) {
        return enqueuer.storeOrFail(calls, options);
    }

    /** The one call that a lambda makes. */
    RecordedCall recorded(TaskCall call) {
        return recorded(call, true).get(0);
    }

    private List<RecordedCall> recorded(TaskCall call, boolean takesOne) {
        Recorder recorder = new Recorder(enqueuer.codec(), takesOne);
        try {
            within(recorder, call);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw CallMessages.LOG.callThrew(e);
        }
        return recorder.calls();
    }

    @Override
    public void now(TaskCall call) {
        DirectCall direct = new DirectCall();
        try {
            within(direct, call);
        } catch (Exception e) {
            throw Request.<RuntimeException>undeclared(e);
        }
        direct.requireCalled();
    }

    private void within(Calls.Handler handler, TaskCall call) throws Exception {
        RequestOptions.require(call, "The lambda");
        try (OpenLambdas.Lambda lambda = enqueuer.lambdas().open();
                Entered entered = Calls.within(handler)) {
            try {
                call.call();
            } finally {
                // Whatever has become of the exception on the thread that it was thrown on.
                lambda.requireNoneStrayed();
            }
        }
    }

    /** What the body throws goes out as it is; the compiler is told that it is unchecked. */
    @SuppressWarnings("unchecked")
    private static <X extends Exception> X undeclared(Exception e) throws X {
        throw (X) e;
    }
}
