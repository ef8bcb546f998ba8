package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.Background;
import org.backgroundtasks.Limit;
import org.backgroundtasks.LimitInfo;
import org.backgroundtasks.Overlap;
import org.backgroundtasks.Recurring;
import org.backgroundtasks.TaskAdmin;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many run at once, and how many start in a while. */
@ExtendWith(ArquillianExtension.class)
public class LimitedTasksIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final CountDownLatch MAY_END = new CountDownLatch(1);
    private static final AtomicInteger TICKING = new AtomicInteger();
    private static final AtomicInteger MOST_TICKING = new AtomicInteger();
    private static final AtomicInteger RUNNING = new AtomicInteger();
    private static final AtomicInteger MOST_OF_ONE = new AtomicInteger();
    private static final AtomicInteger MOST_IN_QUEUE = new AtomicInteger();
    private static final AtomicInteger MOST = new AtomicInteger();
    private static final AtomicInteger OF_ONE = new AtomicInteger();
    private static final AtomicInteger IN_QUEUE = new AtomicInteger();

    @ApplicationScoped
    static class Jobs {

        @Inject Journal journal;

        @Background
        @Limit(key = "LimitedTasksIT", concurrency = 3)
        @Limit(key = "account-{0}", concurrency = 1)
        public void sync(int account) throws InterruptedException {
            MOST.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
            if (account == 0) {
                MOST_OF_ONE.accumulateAndGet(OF_ONE.incrementAndGet(), Math::max);
            }
            Thread.sleep(50);
            RUNNING.decrementAndGet();
            if (account == 0) {
                OF_ONE.decrementAndGet();
            }
        }

        @Background
        @Limit(rate = 5, per = 1)
        public void rated(int number) {}

        @Background(queue = "limited-as-a-whole")
        public void queued(int number) throws InterruptedException {
            MOST_IN_QUEUE.accumulateAndGet(IN_QUEUE.incrementAndGet(), Math::max);
            Thread.sleep(50);
            IN_QUEUE.decrementAndGet();
        }

        @Background
        @Limit(key = "tick", concurrency = 1)
        @Recurring(every = "PT1S", overlap = Overlap.ALLOW)
        public void tick() throws InterruptedException {
            MOST_TICKING.accumulateAndGet(TICKING.incrementAndGet(), Math::max);
            Thread.sleep(2_500);
            TICKING.decrementAndGet();
            journal.add("limited tick");
        }

        @Background
        @Limit(key = "held-{0}", concurrency = 1)
        public void hold(String key) throws InterruptedException {
            MAY_END.await(20, TimeUnit.SECONDS);
        }

        @Background
        public void plain() {}
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(
                LimitedTasksIT.class,
                "background-tasks.poll-interval=PT15S",
                "background-tasks.queue.limited-as-a-whole.limit=2");
    }

    @Inject Jobs jobs;
    @Inject TaskScheduler scheduler;
    @Inject Journal journal;
    @Inject TaskAdmin admin;

    private void awaitAll(List<TaskId> tasks) {
        Successes.awaitAll(scheduler, tasks, SOON);
    }

    @Test
    void several_limits_hold_together() {
        List<TaskId> tasks =
                scheduler.enqueueAll(
                        () -> {
                            for (int i = 0; i < 30; i++) {
                                jobs.sync(i % 5);
                            }
                        });

        awaitAll(tasks);

        assertThat(MOST).hasValue(3);
        assertThat(MOST_OF_ONE).hasValue(1);
    }

    @Test
    void others_go_before_what_a_rate_holds_back() {
        List<TaskId> rated =
                scheduler.enqueueAll(
                        () -> {
                            for (int i = 0; i < 15; i++) {
                                jobs.rated(i);
                            }
                        });
        awaitAll(List.of(scheduler.enqueue(jobs::plain)));
        assertThat(rated)
                .filteredOn(id -> scheduler.find(id).orElseThrow().state() == TaskState.READY)
                .isNotEmpty();

        awaitAll(rated);

        List<Instant> starts =
                rated.stream()
                        .map(id -> scheduler.find(id).orElseThrow().startedAt())
                        .sorted()
                        .toList();
        for (int i = 5; i < starts.size(); i++) {
            assertThat(Duration.between(starts.get(i - 5), starts.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
        assertThat(Duration.between(starts.get(0), starts.get(14)))
                .isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void a_queue_is_limited_by_configuration() {
        List<TaskId> tasks =
                scheduler.enqueueAll(
                        () -> {
                            for (int i = 0; i < 20; i++) {
                                jobs.queued(i);
                            }
                        });

        awaitAll(tasks);

        assertThat(MOST_IN_QUEUE).hasValue(2);
    }

    @Test
    void limits_tell_who_has_a_share_and_how_many_wait() {
        List<TaskId> tasks =
                scheduler.enqueueAll(
                        () -> {
                            jobs.hold("a");
                            jobs.hold("a");
                        });
        await().atMost(SOON).until(() -> info("held-a").running() == 1);

        LimitInfo held = info("held-a");
        MAY_END.countDown();
        awaitAll(tasks);

        assertThat(held.scope()).isEqualTo(LimitInfo.Scope.KEY);
        assertThat(held.concurrency()).isEqualTo(1);
        assertThat(held.waiting()).isEqualTo(1);
        assertThat(tasks).containsAll(held.holders());
        assertThat(info("limited-as-a-whole").concurrency()).isEqualTo(2);
    }

    private LimitInfo info(String name) {
        return admin.limits().stream()
                .filter(limit -> limit.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tasks_of_schedules_keep_limits_too() {
        await().atMost(SOON).until(() -> journal.count("limited tick") > 2);

        assertThat(MOST_TICKING).hasValue(1);
    }
}
