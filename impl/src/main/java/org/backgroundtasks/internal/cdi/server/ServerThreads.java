package org.backgroundtasks.internal.cdi.server;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The server's threads and contexts. They are looked up when the application starts: earlier it may
 * have no names, and later a thread may ask that knows none, as one that asks for health.
 */
@ApplicationScoped
public class ServerThreads {

    private static final int UPKEEP_THREADS = 2;

    private final Lookup<ManagedThreadFactory> threads =
            new Lookup<>("java:comp/DefaultManagedThreadFactory");
    private final Lookup<ContextService> contexts = new Lookup<>("java:comp/DefaultContextService");
    private @Nullable ScheduledThreadPoolExecutor timer;
    private @Nullable ScheduledThreadPoolExecutor upkeep;

    /** Looks up what is not known yet; throws if the thread knows no names. */
    public void prepare() {
        threads.get();
        contexts.get();
    }

    public ThreadFactory factory() {
        return threads.get();
    }

    /** The same work in the context of the current thread. Not for several threads at once. */
    Runnable inContext(Runnable work) {
        return contexts.get().contextualRunnable(work);
    }

    /**
     * Runs something as a piece of work of its own. Not one proxy for all: two threads must not
     * share one.
     */
    public void inUnit(Runnable work) {
        inContext(work).run();
    }

    /**
     * Keeps time by itself: what falls due on the server's own executor while the server is
     * suspended never happens.
     */
    public synchronized ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor known = timer;
        if (known == null) {
            known = new ScheduledThreadPoolExecutor(1, factory());
            known.setRemoveOnCancelPolicy(true);
            timer = known;
        }
        return known;
    }

    /** Apart from the timer, which must not wait for the database. */
    public synchronized ScheduledExecutorService upkeep() {
        ScheduledThreadPoolExecutor known = upkeep;
        if (known == null) {
            known = new ScheduledThreadPoolExecutor(UPKEEP_THREADS, factory());
            upkeep = known;
        }
        return known;
    }

    /** Ends the timer and the upkeep; threads that others have ended by themselves. */
    public synchronized void stop() {
        if (timer != null) {
            timer.shutdownNow();
        }
        if (upkeep != null) {
            upkeep.shutdownNow();
        }
    }
}
