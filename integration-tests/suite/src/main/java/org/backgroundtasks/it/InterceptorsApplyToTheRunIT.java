package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import jakarta.validation.constraints.Min;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What surrounds a method surrounds its run, not the call; and within the run everything is as in a
 * request.
 */
@ExtendWith(ArquillianExtension.class)
public class InterceptorsApplyToTheRunIT {

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    public @interface Traced {}

    @Traced
    @Interceptor
    @Priority(Interceptor.Priority.LIBRARY_BEFORE)
    public static class Tracer {
        @Inject Journal journal;

        @AroundInvoke
        Object trace(InvocationContext call) throws Exception {
            journal.add("traced " + Thread.currentThread().getId());
            return call.proceed();
        }
    }

    @RequestScoped
    static class Basket {
        private int count;

        int increment() {
            return ++count;
        }
    }

    @ApplicationScoped
    static class Jobs {
        @Inject Journal journal;
        @Inject Basket basket;
        @Inject Jobs self;
        @Inject TaskScheduler scheduler;
        @Inject TaskContext context;

        @Traced
        @Background
        public void traced() {
            journal.add("run " + Thread.currentThread().getId());
        }

        @Background(maxAttempts = 1)
        public void validated(@Min(10) int number) {
            journal.add("validated " + number);
        }

        @Background
        public void inRequest() {
            basket.increment();
            journal.add("basket " + basket.increment());
        }

        @Background
        public void outer() {
            self.inner("plain");
            scheduler.enqueue(() -> self.inner("requested"));
            scheduler.now(() -> self.inner("now"));
            journal.add("outer done");
        }

        @Background
        public void inner(String how) {
            journal.add("inner " + how + " " + context.name().endsWith("inner"));
        }

        @Background
        public void context() {
            journal.add(context.id());
            journal.add(
                    "context %s %d %s"
                            .formatted(context.name(), context.attempt(), context.isCancelled()));
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(InterceptorsApplyToTheRunIT.class);
    }

    @Inject Jobs jobs;
    @Inject TaskScheduler scheduler;
    @Inject Journal journal;

    @Test
    void an_interceptor_runs_once_on_the_thread_of_the_run() {
        jobs.traced();

        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                journal.entries().stream()
                                        .anyMatch(entry -> entry.toString().startsWith("run ")));
        String run =
                journal.entries().stream()
                        .map(Object::toString)
                        .filter(e -> e.startsWith("run "))
                        .findFirst()
                        .orElseThrow();
        assertThat(
                        journal.entries().stream()
                                .map(Object::toString)
                                .filter(entry -> entry.startsWith("traced ")))
                .containsExactly(run.replace("run", "traced"));
    }

    @Test
    void bean_validation_judges_the_run() {
        TaskId valid = scheduler.enqueue(() -> jobs.validated(10));
        TaskId invalid = scheduler.enqueue(() -> jobs.validated(9));

        awaitState(valid, TaskState.SUCCEEDED);
        awaitState(invalid, TaskState.FAILED);
        assertThat(scheduler.find(invalid).orElseThrow().lastError())
                .contains("ConstraintViolationException");
        assertThat(journal.count("validated 9")).isZero();
    }

    @Test
    void a_request_context_is_active() {
        awaitState(scheduler.enqueue(() -> jobs.inRequest()), TaskState.SUCCEEDED);

        assertThat(journal.count("basket 2")).isOne();
    }

    @Test
    void a_call_from_a_running_task_is_enqueued() {
        awaitState(scheduler.enqueue(() -> jobs.outer()), TaskState.SUCCEEDED);

        await().atMost(Duration.ofSeconds(20)).until(() -> journal.count("inner plain true") == 1);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> journal.count("inner requested true") == 1);
        assertThat(journal.count("inner now false")).isOne();
    }

    @Test
    void a_running_task_knows_itself() {
        TaskId id = scheduler.enqueue(() -> jobs.context());
        awaitState(id, TaskState.SUCCEEDED);

        assertThat(journal.entries())
                .contains(id, "context %s.context 1 false".formatted(Jobs.class.getName()));
    }

    private void awaitState(TaskId id, TaskState state) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> scheduler.find(id).orElseThrow().state() == state);
    }
}
