package org.backgroundtasks.internal.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Ready when the data source takes what it is given, however many tasks wait. The answer comes
 * within two seconds: while the pool is used up by bodies, nobody gets a connection, and a node
 * that has just written is busy, not down.
 */
@Readiness
@ApplicationScoped
class StoreReadiness implements HealthCheck {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /** For how long a success speaks for the database. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    @Inject private BackgroundExtension extension;
    @Inject private StoreAccess access;
    @Inject private ThreadApart threadApart;

    private @Nullable CompletableFuture<Void> trial;
    private volatile long succeededAt = System.nanoTime() - FRESH.toNanos();

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("background-tasks-store")
                        .withData(
                                "datasource",
                                extension.deployment().settings().store().dataSource());
        try {
            trial().get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            return response.up().build();
        } catch (TimeoutException e) {
            String late = "no connection or no answer within " + LONGEST_WAIT;
            return (isFresh() ? response.up().withData("busy", late) : down(response, late))
                    .build();
        } catch (ExecutionException e) {
            return down(response, Plainly.why(e.getCause())).build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return down(response, "interrupted").build();
        } catch (RuntimeException e) {
            // Asked before the application has started, on a thread that knows no names.
            return down(response, Plainly.why(e)).build();
        }
    }

    private static HealthCheckResponseBuilder down(
            HealthCheckResponseBuilder response, String error) {
        return response.down().withData("error", error);
    }

    private boolean isFresh() {
        return System.nanoTime() - succeededAt < FRESH.toNanos();
    }

    /** The one that is under way, or a new one: those who ask do not pile up. */
    private synchronized CompletableFuture<Void> trial() {
        CompletableFuture<Void> known = trial;
        if (known == null || known.isDone()) {
            known = threadApart.start(this::tryToWrite);
            trial = known;
        }
        return known;
    }

    private @Nullable Void tryToWrite() {
        access.stores().leases().probeWriting();
        succeededAt = System.nanoTime();
        return null;
    }
}
