package org.backgroundtasks.internal.cdi.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does something on a thread of its own, for callers whose thread cannot have another transaction.
 * Not on a pool's: all threads of that may be waiting for one more.
 */
@ApplicationScoped
public class ThreadApart {

    @Inject private ServerThreads threads;

    /** Returns or throws what the work does. */
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        try {
            return start(work).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Begins with the work, and does not wait for it. */
    public <T extends @Nullable Object> CompletableFuture<T> start(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.factory()
                .newThread(
                        () -> {
                            try {
                                result.complete(work.get());
                            } catch (Throwable e) {
                                result.completeExceptionally(e);
                            }
                        })
                .start();
        return result;
    }
}
