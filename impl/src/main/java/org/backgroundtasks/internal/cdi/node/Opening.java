package org.backgroundtasks.internal.cdi.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.backgroundtasks.BackgroundTaskException;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.jspecify.annotations.Nullable;

/**
 * Something that is opened once, by one thread at a time. When that fails, whoever wants it next
 * tries again.
 */
final class Opening<T> {

    private final Duration longestWait;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable T opened;
    private volatile @Nullable Throwable lastFailure;
    private volatile CompletableFuture<T> nextTry = new CompletableFuture<>();

    /**
     * Makes an opening.
     *
     * @param longestWait how long one thread waits for another at most
     */
    Opening(Duration longestWait) {
        this.longestWait = longestWait;
    }

    /** What was opened, if it is. */
    @Nullable T opened() {
        return opened;
    }

    /** What was opened, or is now. Who asks while somebody else tries waits for that. */
    T open(Supplier<T> opener) {
        if (!takeTurn()) {
            throw CallMessages.LOG.storeIsOpening();
        }
        try {
            T known = opened;
            return known == null ? tryTo(opener) : known;
        } finally {
            turn.unlock();
        }
    }

    private T tryTo(Supplier<T> opener) {
        CompletableFuture<T> thisTry = nextTry;
        try {
            T ready = opener.get();
            opened = ready;
            thisTry.complete(ready);
            return ready;
        } catch (RuntimeException | Error e) {
            lastFailure = e;
            nextTry = new CompletableFuture<>();
            thisTry.completeExceptionally(e);
            throw e;
        }
    }

    /** What others open: as they do in their next try, or have failed to do in the last. */
    T awaited() {
        try {
            return nextTry.get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw told(e.getCause());
        } catch (TimeoutException e) {
            throw told(lastFailure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw told(e);
        }
    }

    /** A refusal that has a code is told as it is. */
    private static BackgroundTaskException told(@Nullable Throwable failure) {
        return failure instanceof BackgroundTaskException coded
                ? coded
                : CallMessages.LOG.notOpened(failure);
    }

    private boolean takeTurn() {
        try {
            return turn.tryLock(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
