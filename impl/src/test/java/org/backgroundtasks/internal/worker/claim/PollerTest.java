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
import org.backgroundtasks.internal.store.ClaimStore;
import org.backgroundtasks.internal.store.Room;
import org.backgroundtasks.internal.store.Survey;
import org.backgroundtasks.internal.store.Wanted;
import org.backgroundtasks.internal.task.Backoff;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.worker.LaneTasks;
import org.backgroundtasks.internal.worker.lease.DatabaseWatch;
import org.backgroundtasks.internal.worker.lease.Reclaimer;
import org.backgroundtasks.internal.worker.lease.RunningTasks;
import org.backgroundtasks.internal.worker.queue.Lanes;
import org.backgroundtasks.internal.worker.run.Starter;
import org.junit.jupiter.api.Test;

/** Which queue gets a thread, where each has tasks. */
class PollerTest {

    private static final List<String> READY = List.of("a", "m", "z");
    private static final Survey SURVEY = new Survey(Instant.EPOCH, null, null, "a", 0);
    private static final WorkerSettings SETTINGS =
            new WorkerSettings(
                    true,
                    Set.of(),
                    4,
                    Map.of(),
                    1,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    3,
                    new Backoff(List.of(Duration.ofSeconds(1)), 0),
                    Duration.ofSeconds(1),
                    new WorkerSettings.Retention(Duration.ofDays(1), Duration.ofDays(1)));

    private final List<String> asked = new ArrayList<>();
    private final Lanes lanes = new Lanes(SETTINGS);
    private final Claimant claimant =
            new Claimant() {
                @Override
                public List<ClaimedTask> claim(String queue, Wanted wanted, Room room) {
                    asked.add(queue);
                    return List.of(LaneTasks.task(LaneTasks.definition("task", 1), "[]").task());
                }

                @Override
                public Set<String> queuesOf(Wanted wanted) {
                    return Set.of();
                }

                @Override
                public void recover() {}
            };
    private final Starter starter =
            new Starter() {
                @Override
                public void start(String queue, List<ClaimedTask> tasks) {
                    lanes.of(queue)
                            .add(LaneTasks.tasks(LaneTasks.definition("task", 1), tasks.size()));
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
                                        method.getName().equals("survey")
                                                ? SURVEY
                                                : after((String) arguments[0]));
        DatabaseWatch database = new DatabaseWatch(SETTINGS.lease());
        database.writes();
        Quarantine quarantine =
                new Quarantine(SETTINGS, Set.of(), lanes, new RunningTasks(), claimant, starter);
        return new Poller(
                claims,
                lanes,
                database,
                new Reclaimer(null, SETTINGS, Set.of(), database, null),
                quarantine,
                new QueueClaims(
                        SETTINGS, Wanted.all(Set.of()), lanes, quarantine, claimant, starter));
    }

    private static Optional<String> after(String queue) {
        return READY.stream().filter(next -> next.compareTo(queue) > 0).findFirst();
    }

    @Test
    void the_only_thread_goes_to_the_queue_that_it_is_kept_for() {
        lanes.budget().want(lanes.of("z"));
        lanes.budget().want(lanes.of("m"));
        assertThat(lanes.budget().offer()).contains(lanes.of("z"));

        poller.pollAll();

        assertThat(asked).containsExactly("z");
    }

    @Test
    void others_have_it_when_nobody_waits() {
        poller.pollAll();

        assertThat(asked).containsExactly("a");
        assertThat(lanes.budget().isOwed(lanes.of("a"), 1)).as("the others wait now").isTrue();
    }
}
