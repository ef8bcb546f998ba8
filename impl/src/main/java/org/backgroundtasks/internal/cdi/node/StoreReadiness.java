package org.backgroundtasks.internal.cdi.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.cdi.server.Plainly;
import org.backgroundtasks.internal.cdi.server.ThreadApart;
import org.backgroundtasks.internal.worker.WorkerStatus;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Ready when the data source takes what it is given, however many tasks wait. The answer comes
 * within two seconds: while the pool is used up by bodies, nobody gets a connection, and a node
 * that has just written is busy, not down. One that has a connection and gets no answer is down.
 */
@Readiness
@ApplicationScoped
class StoreReadiness implements HealthCheck {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /** For how long a success speaks for the database. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    @Inject private Deployment deployment;
    @Inject private StoreAccess access;
    @Inject private ThreadApart threadApart;
    @Inject private Node node;

    private @Nullable Trial trial;
    private volatile @Nullable String lastFailure;
    private volatile long succeededAt = System.nanoTime() - FRESH.toNanos();

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("background-tasks-store")
                        .withData("datasource", deployment.settings().store().dataSource());
        try {
            return describe(trial(), response).build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return down(response, "interrupted").build();
        } catch (RuntimeException e) {
            // Asked before the application has started, on a thread that knows no names.
            return down(response, Plainly.why(e)).build();
        }
    }

    private HealthCheckResponseBuilder describe(Trial trial, HealthCheckResponseBuilder response)
            throws InterruptedException {
        String late = "no connection within " + LONGEST_WAIT;
        try {
            trial.result.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            return response.up();
        } catch (TimeoutException e) {
            if (trial.isConnected) {
                return down(response, "no answer within " + LONGEST_WAIT);
            }
            String failure = lastFailure;
            if (failure != null) {
                return down(response, failure);
            }
            return isFresh() ? response.up().withData("busy", late) : down(response, late);
        } catch (ExecutionException e) {
            return trial.hasWaitedForAConnection() && isFresh()
                    ? response.up().withData("busy", late)
                    : down(response, Plainly.why(e.getCause()));
        }
    }

    private static HealthCheckResponseBuilder down(
            HealthCheckResponseBuilder response, String error) {
        return response.down().withData("error", error);
    }

    /** Whether a trial or the worker has written a short while ago. */
    private boolean isFresh() {
        return System.nanoTime() - succeededAt < FRESH.toNanos()
                || node.status()
                        .map(WorkerStatus::sinceWritten)
                        .filter(since -> since.compareTo(FRESH) < 0)
                        .isPresent();
    }

    /** The one that is under way, or a new one: those who ask do not pile up. */
    private synchronized Trial trial() {
        Trial known = trial;
        if (known == null || known.result.isDone()) {
            known = new Trial();
            trial = known;
        }
        return known;
    }

    /** A try to write, on a thread of its own. */
    private final class Trial {

        private final long begunAt = System.nanoTime();
        private volatile boolean isConnected;
        private final CompletableFuture<Void> result = threadApart.start(this::write);

        private @Nullable Void write() {
            try {
                access.stores().worker().probes().probeWriting(() -> isConnected = true);
            } catch (RuntimeException e) {
                if (isConnected) {
                    // Told also when nobody waits for it any more.
                    lastFailure = Plainly.why(e);
                }
                throw e;
            }
            lastFailure = null;
            succeededAt = System.nanoTime();
            return null;
        }

        private boolean hasWaitedForAConnection() {
            return !isConnected && System.nanoTime() - begunAt >= LONGEST_WAIT.toNanos();
        }
    }
}
