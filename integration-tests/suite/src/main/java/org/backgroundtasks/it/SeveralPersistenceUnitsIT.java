package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import org.backgroundtasks.Background;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application with several persistence units names them as before. */
@ExtendWith(ArquillianExtension.class)
public class SeveralPersistenceUnitsIT {

    @ApplicationScoped
    static class Jobs {
        @PersistenceContext(unitName = "first")
        EntityManager first;

        @PersistenceContext(unitName = "second")
        EntityManager second;

        @Inject Journal journal;

        @Background
        public void run() {
            journal.add(
                    "%s %s"
                            .formatted(
                                    first.createNativeQuery("select 1").getSingleResult(),
                                    second.isOpen()));
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(SeveralPersistenceUnitsIT.class)
                .addAsResource(
                        new StringAsset(Units.xml("first", "second")), "META-INF/persistence.xml");
    }

    @Inject Jobs jobs;
    @Inject Journal journal;

    @Test
    void tasks_run_beside_them() {
        jobs.run();

        await().atMost(Duration.ofSeconds(20)).until(() -> journal.count("1 true") == 1);
        assertThat(journal.entries()).hasSize(1);
    }
}
