package org.backgroundtasks.benchmarks.pure;

import jakarta.enterprise.inject.Produces;
import jakarta.transaction.UserTransaction;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.benchmarks.app.Jobs;
import org.backgroundtasks.benchmarks.app.Pickups;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A call of a {@code @Background} method, from the bean's proxy through the interceptor to the
 * recorded invocation with its arguments as JSON. It is not stored.
 */
@State(Scope.Benchmark)
public class Calls {

    private static final int CALLS = 1_000;

    private WeldContainer container;
    private TaskScheduler scheduler;
    private Jobs jobs;

    @Setup
    public void start() {
        // Only a server has the threads that a worker needs.
        System.setProperty("background-tasks.worker.enabled", "false");
        container =
                new Weld()
                        .addBeanClasses(Jobs.class, Pickups.class, NoTransaction.class)
                        .initialize();
        scheduler = container.select(TaskScheduler.class).get();
        jobs = container.select(Jobs.class).get();
    }

    @TearDown
    public void stop() {
        container.close();
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void call() {
        try {
            scheduler.enqueueAll(
                    () -> {
                        for (int i = 0; i < CALLS; i++) {
                            jobs.parked(i);
                        }
                        throw new NotStoredException();
                    });
        } catch (NotStoredException expected) {
            // Thrown so that nothing is stored.
        }
    }

    /** In place of the server's, which is asked for but not used. */
    public static class NoTransaction {

        @Produces
        public UserTransaction none() {
            return null;
        }
    }

    private static final class NotStoredException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotStoredException() {
            super(null, null, false, false);
        }
    }
}
