package org.backgroundtasks.internal.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;

/**
 * Adds the health checks where the server has MicroProfile Health. Nothing else may name their
 * classes: where it is missing, they cannot be loaded.
 */
final class HealthChecks {

    private HealthChecks() {}

    static boolean arePossible() {
        try {
            Class.forName(
                    "org.eclipse.microprofile.health.HealthCheck",
                    false,
                    HealthChecks.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    static void addTo(BeforeBeanDiscovery event) {
        add(event, StoreReadiness.class);
        add(event, WorkerLiveness.class);
    }

    private static void add(BeforeBeanDiscovery event, Class<?> check) {
        event.addAnnotatedType(check, check.getName()).add(ApplicationScoped.Literal.INSTANCE);
    }
}
