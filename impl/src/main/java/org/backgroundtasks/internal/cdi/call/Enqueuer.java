package org.backgroundtasks.internal.cdi.call;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.backgroundtasks.BackgroundTaskException;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethod;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.node.Codec;
import org.backgroundtasks.internal.cdi.node.Node;
import org.backgroundtasks.internal.cdi.node.StoreAccess;
import org.backgroundtasks.internal.cdi.node.StoredTasks;
import org.backgroundtasks.internal.cdi.server.CallTransactions;
import org.backgroundtasks.internal.cdi.server.ThreadApart;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.store.TaskStore;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.key.Taking;
import org.jspecify.annotations.Nullable;

/**
 * Stores calls as tasks, in the caller's transaction or one of its own. A plain call comes here
 * directly.
 */
@ApplicationScoped
class Enqueuer implements Calls.Handler {

    @Inject private Node node;
    @Inject private StoreAccess access;
    @Inject private Codec codec;
    @Inject private Caller caller;
    @Inject private CallTransactions transactions;
    @Inject private StoredTasks stored;
    @Inject private OpenLambdas lambdas;
    @Inject private ThreadApart threadApart;

    @Override
    public boolean handle(BackgroundMethod method, Object[] arguments) {
        storeOrFail(List.of(RecordedCall.of(method, arguments, codec.get())), RequestOptions.NONE);
        return true;
    }

    ArgumentCodec codec() {
        return codec.get();
    }

    OpenLambdas lambdas() {
        return lambdas;
    }

    /** Stores tasks; a key that is taken, and should not be, is an exception. */
    List<TaskId> storeOrFail(List<RecordedCall> calls, RequestOptions requested) {
        List<Taking> takings = store(calls, requested);
        for (int i = 0; i < takings.size(); i++) {
            if (takings.get(i) instanceof Taking.Refused refused) {
                RecordedCall call = calls.get(i);
                throw CallMessages.LOG.keyTaken(
                        call.keyText(requested), call.name(), refused.holder(), refused.holder());
            }
        }
        return takings.stream().map(Taking::holder).toList();
    }

    /**
     * Stores tasks, each unless another has its key.
     *
     * @return what has come of each; if one is refused, nothing was stored
     */
    List<Taking> store(List<RecordedCall> calls, RequestOptions requested) {
        if (calls.isEmpty()) {
            return List.of();
        }
        node.startIfForgotten();
        String createdBy = caller.name();
        return onFitThread(
                () -> {
                    TaskStore store = access.stores().tasks();
                    if (store.isClockStale()) {
                        // A node without a worker has nobody else who asks the database. Never on
                        // a connection beside that of the caller.
                        joined(
                                () -> {
                                    store.askTime();
                                    return null;
                                });
                    }
                    Instant now = store.now();
                    // What is refused here must not doom the caller's transaction.
                    List<PreparedTask> tasks =
                            calls.stream()
                                    .map(call -> call.toTask(requested, now, createdBy))
                                    .toList();
                    return joined(
                            () ->
                                    stored.storeUnlessTaken(
                                            tasks.stream().map(PreparedTask::task).toList(),
                                            tasks.stream()
                                                    .filter(PreparedTask::hasKey)
                                                    .map(PreparedTask::keyed)));
                });
    }

    /** Does something with the store in the caller's transaction, or in one of its own. */
    <T extends @Nullable Object> T joined(Function<Stores, T> work) {
        return onFitThread(
                () -> {
                    // Opened, if need be, before the transaction that uses it is joined.
                    Stores stores = access.stores();
                    return joined(() -> work.apply(stores));
                });
    }

    /**
     * On the thread of an observer of a commit, some servers cannot begin another transaction: then
     * on another.
     */
    private <T extends @Nullable Object> T onFitThread(Supplier<T> work) {
        return transactions.hasEnded() ? threadApart.call(work) : work.get();
    }

    private <T extends @Nullable Object> T joined(Supplier<T> work) {
        Attempt<T> attempt = new Attempt<>(work);
        try {
            return transactions.join(attempt);
        } catch (BackgroundTaskException e) {
            throw e;
        } catch (RuntimeException e) {
            // What a container says when our own transaction cannot begin or commit.
            throw attempt.hasReturned
                    ? CallMessages.LOG.notCommitted(e)
                    : CallMessages.LOG.notStored(e);
        }
    }

    /** Work in a transaction, of which one knows how far it has come. */
    private static final class Attempt<T extends @Nullable Object> implements Supplier<T> {

        private final Supplier<T> work;
        private boolean hasReturned;

        private Attempt(Supplier<T> work) {
            this.work = work;
        }

        @Override
        public T get() {
            T result = work.get();
            hasReturned = true;
            return result;
        }
    }
}
