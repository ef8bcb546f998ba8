package org.backgroundtasks.internal.cdi.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Specializes;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.UserTransaction;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethod;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Interceptors that no rule knows move bodies to other threads, or leave them out. */
class MovedBodiesTest {

    static final Queue<String> RUNS = new ConcurrentLinkedQueue<>();
    static final Queue<TaskDefinition> STORED = new ConcurrentLinkedQueue<>();

    /** What an interceptor does with a body. */
    enum Doing {
        HAND_OUT,
        HAND_OUT_AND_WAIT,
        HAND_OUT_FOR_LATER,
        LEAVE_OUT,
        RETRY,
        PROCEED
    }

    static volatile Doing doing;
    static volatile ExecutorService executor;
    static final Queue<Future<?>> HANDED_OUT = new ConcurrentLinkedQueue<>();
    static final Queue<InvocationContext> LATER = new ConcurrentLinkedQueue<>();

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface OffloadAfter {}

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface OffloadBefore {}

    @Interceptor
    @OffloadAfter
    @Priority(Interceptor.Priority.APPLICATION)
    public static class Offloading {
        @AroundInvoke
        Object offload(InvocationContext call) throws Exception {
            return intercept(call);
        }
    }

    @Interceptor
    @OffloadBefore
    @Priority(-1)
    public static class OffloadingEarly {
        @AroundInvoke
        Object offload(InvocationContext call) throws Exception {
            return intercept(call);
        }
    }

    private static Object intercept(InvocationContext call) throws Exception {
        switch (doing) {
            case HAND_OUT -> HANDED_OUT.add(executor.submit(call::proceed));
            case HAND_OUT_AND_WAIT -> {
                Future<?> body = executor.submit(call::proceed);
                HANDED_OUT.add(body);
                catchThrowable(body::get);
            }
            case HAND_OUT_FOR_LATER -> LATER.add(call);
            case RETRY -> {
                catchThrowable(call::proceed);
                return call.proceed();
            }
            case PROCEED -> {
                return call.proceed();
            }
            default -> {
                // The body is left out.
            }
        }
        return null;
    }

    @ApplicationScoped
    public static class Jobs {
        @Background
        @OffloadAfter
        public void after() {
            RUNS.add(Thread.currentThread().getName());
        }

        @Background
        @OffloadBefore
        public void before() {
            RUNS.add(Thread.currentThread().getName());
        }
    }

    /** Takes note of what would be stored. */
    @ApplicationScoped
    @Specializes
    static class StoringNothing extends Enqueuer {
        @Override
        public boolean handle(BackgroundMethod method, Object[] arguments) {
            STORED.add(method.definition());
            return true;
        }
    }

    public static class NoTransaction {
        @Produces
        public UserTransaction none() {
            return null;
        }
    }

    private WeldContainer container;
    private Jobs jobs;
    private TaskDefinition after;
    private TaskDefinition before;

    @BeforeEach
    void start() {
        RUNS.clear();
        STORED.clear();
        HANDED_OUT.clear();
        LATER.clear();
        doing = Doing.PROCEED;
        executor = Executors.newFixedThreadPool(2);
        System.setProperty("background-tasks.worker.enabled", "false");
        ConfigProviderResolver.instance().releaseConfig(ConfigProvider.getConfig());
        container =
                new Weld()
                        .addBeanClasses(
                                Jobs.class,
                                Offloading.class,
                                OffloadingEarly.class,
                                StoringNothing.class,
                                NoTransaction.class)
                        .initialize();
        jobs = container.select(Jobs.class).get();
        jobs.after();
        jobs.before();
        after = STORED.remove();
        before = STORED.remove();
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
        container.close();
        System.clearProperty("background-tasks.worker.enabled");
    }

    private void run(TaskDefinition task) throws Throwable {
        container.select(BeanBodies.class).get().invoke(task, new Object[0]);
    }

    private void awaitHandedOut() throws Exception {
        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_body_that_is_moved_after_our_interceptor_fails_the_attempt_and_does_not_begin()
            throws Exception {
        for (Doing moving : List.of(Doing.HAND_OUT, Doing.HAND_OUT_AND_WAIT, Doing.LEAVE_OUT)) {
            doing = moving;
            assertThatThrownBy(() -> run(after))
                    .as(moving.name())
                    .isInstanceOf(TaskCallException.class)
                    .hasMessageStartingWith("BGTASK000419")
                    .hasMessageContaining("Jobs.after");
        }
        awaitHandedOut();

        assertThat(HANDED_OUT)
                .hasSize(2)
                .allSatisfy(
                        body ->
                                assertThat(catchThrowable(body::get).getCause())
                                        .hasMessageStartingWith("BGTASK000419"));
        assertThat(RUNS).isEmpty();
        assertThat(STORED).isEmpty();
    }

    @Test
    void a_body_does_not_begin_on_the_thread_of_its_run_when_that_is_over() {
        doing = Doing.HAND_OUT_FOR_LATER;
        assertThatThrownBy(() -> run(after)).hasMessageStartingWith("BGTASK000419");

        assertThatThrownBy(() -> LATER.remove().proceed()).hasMessageStartingWith("BGTASK000419");
        assertThat(RUNS).isEmpty();
    }

    @Test
    void a_body_on_the_thread_of_its_run_may_be_begun_again() {
        for (Doing proceeding : List.of(Doing.PROCEED, Doing.RETRY)) {
            doing = proceeding;
            assertThatCode(() -> run(after)).doesNotThrowAnyException();
            assertThatCode(() -> run(before)).doesNotThrowAnyException();
        }

        assertThat(RUNS).hasSize(6).containsOnly(Thread.currentThread().getName());
    }

    @Test
    void now_does_as_the_interceptors_do() throws Exception {
        doing = Doing.HAND_OUT;
        container.select(TaskScheduler.class).get().now(jobs::after);
        doing = Doing.LEAVE_OUT;
        container.select(TaskScheduler.class).get().now(jobs::after);
        awaitHandedOut();

        assertThat(RUNS).hasSize(1);
    }

    @Test
    void a_task_whose_calls_are_moved_before_our_interceptor_does_not_multiply() throws Exception {
        doing = Doing.HAND_OUT;
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThatThrownBy(() -> run(before)).hasMessageStartingWith("BGTASK000419");
            for (Future<?> call : HANDED_OUT) {
                catchThrowable(call::get);
            }
        }

        assertThat(STORED)
                .as("but for a call that came while the first run was on")
                .hasSizeLessThan(2);
        assertThat(RUNS).isEmpty();
        assertThatThrownBy(
                        () -> {
                            doing = Doing.PROCEED;
                            jobs.before();
                        })
                .hasMessageStartingWith("BGTASK000426");
    }

    @Test
    void calls_are_stored_again_when_a_run_has_come_by_our_interceptor() {
        doing = Doing.LEAVE_OUT;
        assertThatThrownBy(() -> run(before)).hasMessageStartingWith("BGTASK000419");
        doing = Doing.PROCEED;
        assertThatCode(() -> run(before)).doesNotThrowAnyException();

        jobs.before();

        assertThat(STORED).containsExactly(before);
    }
}
