package org.backgroundtasks.internal.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.store.worker.ClaimStore;
import org.backgroundtasks.internal.store.worker.ReadyQueue;
import org.backgroundtasks.internal.store.worker.WorkSnapshot;
import org.backgroundtasks.internal.task.Backoff;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.internal.worker.ClaimedTasks;
import org.backgroundtasks.internal.worker.lease.DatabaseWatch;
import org.backgroundtasks.internal.worker.lease.Reclaimer;
import org.backgroundtasks.internal.worker.lease.RunningTasks;
import org.backgroundtasks.internal.worker.limit.ClaimResult;
import org.backgroundtasks.internal.worker.queue.QueueExecutor;
import org.backgroundtasks.internal.worker.queue.QueueExecutors;
import org.backgroundtasks.internal.worker.run.Starter;
import org.junit.jupiter.api.Test;

/** Which queue gets a thread, where each has tasks. */
class PollerTest {

    private static final List<String> READY = List.of("a", "m", "z");
    private static final WorkSnapshot SNAPSHOT =
            new WorkSnapshot(Instant.EPOCH, null, null, "a", 0, null, false, false);
    private static final WorkerSettings SETTINGS =
            new WorkerSettings(
                    true,
                    Set.of(),
                    4,
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    1,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    3,
                    3,
                    new Backoff(List.of(Duration.ofSeconds(1)), 0),
                    Duration.ofSeconds(1),
                    new WorkerSettings.Retention(
                            Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1), 9));

    private final List<String> asked = new ArrayList<>();
    private final List<String> askedAgain = new ArrayList<>();
    private boolean isMore;
    private boolean endsAtOnce;
    private final QueueExecutors executors = new QueueExecutors(SETTINGS, Ticker.SYSTEM);
    private final Claimant claimant =
            new Claimant() {
                @Override
                public ClaimResult claim(ClaimRequest request) {
                    asked.add(request.queue());
                    return new ClaimResult(
                            List.of(
                                    ClaimedTasks.task(ClaimedTasks.definition("task", 1), "[]")
                                            .task()),
                            isMore);
                }

                @Override
                public Set<String> queuesOf(ClaimFilter filter) {
                    return Set.of();
                }

                @Override
                public void recover() {}
            };
    private final Starter starter =
            new Starter() {
                @Override
                public void start(String queue, List<ClaimedTask> tasks) {
                    QueueExecutor executor = executors.of(queue);
                    executor.add(
                            ClaimedTasks.tasks(ClaimedTasks.definition("task", 1), tasks.size()));
                    if (endsAtOnce) {
                        while (!executor.next(0).isEmpty()) {
                            executor.ended();
                        }
                    }
                }

                @Override
                public void handOn() {}
            };
    private final Poller poller = poller();

    private Poller poller() {
        ClaimStore claims =
                (ClaimStore)
                        Proxy.newProxyInstance(
                                ClaimStore.class.getClassLoader(),
                                new Class<?>[] {ClaimStore.class},
                                (proxy, method, arguments) ->
                                        method.getName().equals("snapshot")
                                                ? SNAPSHOT
                                                : after((String) arguments[0]));
        DatabaseWatch database = new DatabaseWatch(SETTINGS.lease(), Ticker.SYSTEM);
        database.writes();
        OpenQueues open = new OpenQueues(SETTINGS);
        Quarantine quarantine =
                new Quarantine(
                        SETTINGS,
                        open,
                        new TaskDefinitions(List.of()),
                        executors,
                        new RunningTasks(Ticker.SYSTEM),
                        claimant,
                        starter);
        return new Poller(
                claims,
                executors,
                database,
                new Arrivals(
                        claims,
                        database,
                        new Reclaimer(
                                null,
                                SETTINGS,
                                new TaskDefinitions(List.of()),
                                database,
                                null,
                                Ticker.SYSTEM),
                        List.of()),
                quarantine,
                new QueueClaims(
                        SETTINGS, open, executors, quarantine, claimant, starter, askedAgain::add),
                null,
                open);
    }

    private static Optional<ReadyQueue> after(String queue) {
        return READY.stream()
                .filter(next -> next.compareTo(queue) > 0)
                .findFirst()
                .map(name -> new ReadyQueue(name, false));
    }

    @Test
    void the_only_thread_goes_to_the_queue_that_it_is_kept_for() {
        executors.budget().want(executors.of("z"));
        executors.budget().want(executors.of("m"));
        assertThat(executors.budget().offer()).contains(executors.of("z"));

        poller.pollAll();

        assertThat(asked).containsExactly("z");
    }

    @Test
    void others_have_it_when_nobody_waits() {
        poller.pollAll();

        assertThat(asked).containsExactly("a");
        assertThat(executors.budget().isOwed(executors.of("a"), 1))
                .as("the others wait now")
                .isTrue();
    }

    @Test
    void threads_that_have_become_free_during_a_claim_are_asked_for_again() {
        isMore = true;
        endsAtOnce = true;

        poller.poll("a");

        assertThat(askedAgain).containsExactly("a");
    }

    @Test
    void threads_that_are_taken_ask_when_they_end() {
        isMore = true;

        poller.poll("a");

        assertThat(askedAgain).isEmpty();
    }
}
