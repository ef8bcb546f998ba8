package org.backgroundtasks.internal.worker.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Keeps what it is to execute until a thread comes and does it. */
final class CallingThread extends AbstractExecutorService {

    private final Deque<Runnable> kept = new ArrayDeque<>();
    private boolean isShutDown;

    @Override
    public void execute(Runnable work) {
        if (isShutDown) {
            throw new RejectedExecutionException("shut down");
        }
        kept.add(work);
    }

    /** Executes all on the current thread, and what that adds; returns whether there was any. */
    boolean runAll() {
        boolean isAny = false;
        for (Runnable next = kept.poll(); next != null; next = kept.poll()) {
            isAny = true;
            next.run();
        }
        return isAny;
    }

    @Override
    public void shutdown() {
        isShutDown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        List<Runnable> left = new ArrayList<>(kept);
        kept.clear();
        return left;
    }

    @Override
    public boolean isShutdown() {
        return isShutDown;
    }

    @Override
    public boolean isTerminated() {
        return isShutDown && kept.isEmpty();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isTerminated();
    }
}
