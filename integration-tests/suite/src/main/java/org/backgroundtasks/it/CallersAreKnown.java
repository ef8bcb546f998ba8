package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A task knows who has called it, and has none of their rights. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class CallersAreKnown {

    @ArquillianResource URL address;
    @Inject TaskScheduler scheduler;
    @Inject CallerJobs jobs;
    @Inject Journal journal;

    static WebArchive war(Class<?> test) {
        // The caller's own wake is what starts the thread of the run.
        return Wars.war(test, "background-tasks.poll-interval=PT1H")
                .addClasses(
                        CallersAreKnown.class, Alice.class, CallerServlet.class, CallerJobs.class);
    }

    @Test
    @Order(1)
    void somebody_logged_in() throws Exception {
        TaskId id = TaskId.of(Alice.get(address, "call"));

        assertThat(scheduler.find(id).orElseThrow().createdBy()).isEqualTo(Alice.NAME);
        awaitEntries(
                "called by " + Alice.NAME + ", has Alice's rights: false",
                "followed, called by null");
    }

    @Test
    void nobody() {
        TaskId id = scheduler.enqueue(() -> jobs.report());

        assertThat(scheduler.find(id).orElseThrow().createdBy()).isNull();
        awaitEntries("called by null, has Alice's rights: false");
    }

    private void awaitEntries(Object... entries) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(journal.entries()).containsAll(List.of(entries)));
    }
}
