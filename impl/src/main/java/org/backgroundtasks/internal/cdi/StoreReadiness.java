package org.backgroundtasks.internal.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the data source and the tables answer, however many tasks wait. */
@Readiness
@ApplicationScoped
class StoreReadiness implements HealthCheck {

    @Inject private BackgroundExtension extension;
    @Inject private StoreAccess access;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("background-tasks-store")
                        .withData(
                                "datasource",
                                extension.deployment().settings().store().dataSource());
        try {
            access.stores().leases().survey();
            return response.up().build();
        } catch (RuntimeException e) {
            return response.down().withData("error", e.toString()).build();
        }
    }
}
