package org.backgroundtasks.internal.store;

import static io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation.READ_COMMITTED;
import static io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation.REPEATABLE_READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.key.KeyedTask;
import org.backgroundtasks.internal.store.key.Taking;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers who want the same keys at once. */
class ManyKeyCallersTest extends KeyContract {

    private static final int CALLERS = 20;
    private static final List<String> KEYS = List.of("a", "b", "c", "d", "e");
    private static final Set<TaskState> ENDED =
            Set.of(TaskState.SUCCEEDED, TaskState.FAILED, TaskState.CANCELLED);

    /** Else each of its deadlocks takes 20 seconds. */
    @BeforeEach
    void derbyWaitsForASecond() {
        if (engine.database() == TestDatabase.DERBY) {
            TestDatabase.execute(dataSource, TestDatabase.DERBY.waitsOneSecond());
        }
    }

    /** Broken off by the database, and made again, by callers who got in each other's way. */
    private final AtomicInteger brokenOff = new AtomicInteger();

    @Test
    void of_two_callers_the_second_waits_for_what_becomes_of_the_first() throws Exception {
        for (boolean commits : List.of(true, false)) {
            String key = "key" + commits;
            CountDownLatch taken = new CountDownLatch(1);
            CountDownLatch mayEnd = new CountDownLatch(1);
            Callable<Taking> holding =
                    () -> {
                        Taking taking = store(keyed(key));
                        taken.countDown();
                        assertThat(mayEnd.await(20, TimeUnit.SECONDS)).isTrue();
                        return taking;
                    };
            CompletableFuture<Taking> first =
                    CompletableFuture.supplyAsync(
                            () -> commits ? Jta.committed(holding) : Jta.rolledBack(holding));
            assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Taking> second =
                    CompletableFuture.supplyAsync(() -> take(keyed(key)));

            await().during(Duration.ofMillis(200)).until(() -> !second.isDone());
            mayEnd.countDown();

            Taking held = first.get(20, TimeUnit.SECONDS);
            if (commits && isBrokenOff()) {
                assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(TaskStoreException.class);
                continue;
            }
            Taking waited = second.get(20, TimeUnit.SECONDS);
            if (commits) {
                assertThat(waited).isEqualTo(new Taking.Kept(held.holder()));
            } else {
                assertThat(waited).isInstanceOf(Taking.Taken.class);
            }
        }
    }

    /** A caller waits as long as its transaction may, whatever a worker's statement may take. */
    @Test
    void a_caller_waits_longer_than_a_statement_of_the_worker_may_take() throws Exception {
        assumeThat(engine.database().notifies() && engine.isolation() == READ_COMMITTED).isTrue();
        try (Stores impatient =
                Stores.open(
                        engine.provider().around(dataSource, ""),
                        settings(SchemaMode.VALIDATE, null),
                        "impatient",
                        Duration.ofSeconds(1))) {
            CountDownLatch taken = new CountDownLatch(1);
            CompletableFuture<Taking> first =
                    CompletableFuture.supplyAsync(
                            () ->
                                    Jta.committed(
                                            () -> {
                                                Taking taking = store(keyed("a"));
                                                taken.countDown();
                                                Thread.sleep(2_500);
                                                return taking;
                                            }));
            assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(
                            () ->
                                    Jta.committed(
                                            () ->
                                                    impatient
                                                            .keysOfWorker()
                                                            .take(List.of(keyed("a")))))
                    .isInstanceOf(TaskStoreException.class)
                    .matches(Conflicts::isHeldUp);
            List<Taking> second = Jta.committed(() -> impatient.keys().take(List.of(keyed("a"))));

            assertThat(second).containsExactly(new Taking.Kept(first.get().holder()));
        }
    }

    /** On InnoDB, the one may be broken off by which the other takes the key. */
    @Test
    void of_two_who_wait_for_one_that_rolls_back_one_takes_the_key() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        CompletableFuture<?> first =
                CompletableFuture.runAsync(
                        () ->
                                Jta.rolledBack(
                                        () -> {
                                            store(keyed("a"));
                                            taken.countDown();
                                            return mayEnd.await(20, TimeUnit.SECONDS);
                                        }));
        assertThat(taken.await(20, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<Boolean>> waiting =
                IntStream.range(0, 2)
                        .mapToObj(i -> CompletableFuture.supplyAsync(this::takesOrIsBrokenOff))
                        .toList();
        Thread.sleep(200);
        mayEnd.countDown();
        first.get(20, TimeUnit.SECONDS);
        int taking = 0;
        for (CompletableFuture<Boolean> one : waiting) {
            taking += one.get(20, TimeUnit.SECONDS) ? 1 : 0;
        }

        assertThat(taking).isOne();
        assertThat(notEnded()).hasSize(1);
    }

    private boolean takesOrIsBrokenOff() {
        try {
            return take(keyed("a")) instanceof Taking.Taken;
        } catch (TaskStoreException e) {
            assertThat(Conflicts.isPassing(e)).as(String.valueOf(e.getCause())).isTrue();
            return false;
        }
    }

    /** Some do not let a transaction see what was committed after its begin, also if it locks. */
    private boolean isBrokenOff() {
        return engine.isolation() == REPEATABLE_READ
                && (engine.database().notifies() || engine.database() == TestDatabase.H2);
    }

    /** At most one task of a key at a time, whoever calls, runs, fails and comes back meanwhile. */
    @Test
    void never_two_tasks_of_one_key_have_not_ended() throws Exception {
        List<String> violations = Collections.synchronizedList(new ArrayList<>());
        atOnce(
                i -> {
                    for (int round = 0; round < 15; round++) {
                        tryTo(() -> take(keyed(anyKey(), anyConflict())));
                        if (i % 4 == 0) {
                            workOnce();
                        }
                        violations.addAll(runningTwice());
                    }
                });

        assertThat(violations).isEmpty();
        for (int i = 0; i < 100 && claims.snapshot().hasFollowers(); i++) {
            workOnce();
            keyStore().unblock(100);
            claims.promote(100);
        }
        assertThat(notEnded()).extracting(TaskInfo::key).doesNotHaveDuplicates();
    }

    @Test
    void callers_of_many_keys_do_not_wait_for_each_other_in_a_circle() throws Exception {
        List<String> keys = IntStream.range(0, 60).mapToObj(i -> "key" + i).toList();
        atOnce(
                i -> {
                    List<String> some = new ArrayList<>(keys);
                    Collections.shuffle(some, ThreadLocalRandom.current());
                    List<KeyedTask> many =
                            some.subList(0, 40).stream().map(key -> keyed(key)).toList();
                    tryTo(() -> Jta.committed(() -> storeAll(many)));
                });

        assertThat(notEnded()).extracting(TaskInfo::key).doesNotHaveDuplicates();
        assertThat(brokenOff.get())
                .as("where new keys are wanted by three at once, InnoDB may break one off")
                .isLessThan(CALLERS);
    }

    private interface Work {
        void of(int number) throws Exception;
    }

    private void atOnce(Work work) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Callable<Boolean>> all =
                    IntStream.range(0, CALLERS)
                            .<Callable<Boolean>>mapToObj(
                                    i ->
                                            () -> {
                                                work.of(i);
                                                return true;
                                            })
                            .toList();
            for (Future<Boolean> one : callers.invokeAll(all)) {
                one.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static String anyKey() {
        return KEYS.get(ThreadLocalRandom.current().nextInt(KEYS.size()));
    }

    private static OnConflict anyConflict() {
        OnConflict[] all = OnConflict.values();
        return all[ThreadLocalRandom.current().nextInt(all.length)];
    }

    private void tryTo(Callable<?> call) throws Exception {
        try {
            call.call();
        } catch (TaskStoreException e) {
            assertThat(Conflicts.isPassing(e)).as(String.valueOf(e.getCause())).isTrue();
            brokenOff.incrementAndGet();
        }
    }

    /** A worker, in short. */
    private void workOnce() throws Exception {
        tryTo(
                () -> {
                    keyStore().unblock(10);
                    claims.promote(10);
                    for (ClaimedTask task : claim(2)) {
                        Outcome outcome =
                                ThreadLocalRandom.current().nextBoolean()
                                        ? new Outcome.Succeeded()
                                        : new Outcome.Retrying(Duration.ZERO, "e");
                        settle(task.lease(), outcome);
                    }
                    return true;
                });
    }

    private List<TaskInfo> notEnded() {
        return Jta.committed(() -> queries.page(TaskFilter.all(), null, 10_000)).stream()
                .filter(task -> !ENDED.contains(task.state()))
                .toList();
    }

    /** The keys of which two tasks may run, or will without waiting for each other. */
    private List<String> runningTwice() {
        List<String> twice = seenTwice();
        if (engine.database() == TestDatabase.DERBY && !twice.isEmpty()) {
            // A query of it may see a task before its end, and the next one of its key, too.
            twice.retainAll(seenTwice());
        }
        return twice;
    }

    private List<String> seenTwice() {
        List<TaskInfo> seen = new ArrayList<>();
        try {
            seen.addAll(notEnded());
        } catch (TaskStoreException e) {
            return List.of();
        }
        Set<String> once = new HashSet<>();
        List<String> twice = new ArrayList<>();
        seen.stream()
                .filter(task -> task.state() != TaskState.BLOCKED)
                .map(TaskInfo::key)
                .filter(key -> !once.add(key))
                .forEach(twice::add);
        return twice;
    }
}
