package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import javax.naming.InitialContext;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskScheduler;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Bodies run on virtual threads where these are asked for and Java has them, and on platform
 * threads elsewhere.
 */
@ExtendWith(ArquillianExtension.class)
public class VirtualThreadsIT {

    private static final int TASKS = 200;

    @ApplicationScoped
    static class Jobs {
        @Inject Journal journal;

        @Background
        public void run(int number) throws Exception {
            Thread.sleep(500);
            InitialContext.doLookup("java:app/AppName");
            journal.add(isVirtual(Thread.currentThread()));
        }
    }

    static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
        return hasVirtualThreads() && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    }

    private static boolean hasVirtualThreads() {
        return Runtime.version().feature() >= 21;
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(
                VirtualThreadsIT.class,
                "background-tasks.virtual-threads=true",
                "background-tasks.concurrency=40");
    }

    @Inject Jobs jobs;
    @Inject TaskScheduler scheduler;
    @Inject Journal journal;

    @Test
    void bodies_run_on_them_where_java_has_them() {
        scheduler.enqueueAll(
                () -> {
                    for (int i = 0; i < TASKS; i++) {
                        jobs.run(i);
                    }
                });

        await().atMost(Duration.ofSeconds(60)).until(() -> journal.entries().size() == TASKS);
        assertThat(journal.count(hasVirtualThreads())).isEqualTo(TASKS);
    }
}
