package org.backgroundtasks.internal.cdi.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.worker.WorkerStatus;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Alive unless a job of the worker is dead. That the database is away, or that many tasks wait, is
 * nothing that a restart of this node would mend.
 */
@Liveness
@ApplicationScoped
class WorkerLiveness implements HealthCheck {

    @Inject private Deployment deployment;
    @Inject private Node node;
    @Inject private StoreAccess access;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("background-tasks-worker")
                        .withData("node", access.node())
                        .withData("application", deployment.settings().store().application());
        return node.status()
                .map(status -> describe(status, response))
                .orElseGet(response::up)
                .build();
    }

    private static HealthCheckResponseBuilder describe(
            WorkerStatus status, HealthCheckResponseBuilder response) {
        response.withData("running", status.running())
                .withData("lostLeases", status.lostLeases())
                .withData("unresolvedTasks", status.unresolved())
                .withData("unservedTasks", status.unserved())
                .withData("failing", String.join(", ", status.failingJobs()));
        return status.deadJobs().isEmpty()
                ? response.up()
                : response.down().withData("dead", String.join(", ", status.deadJobs()));
    }
}
