package org.backgroundtasks.internal.store;

import static io.agroal.api.configuration.AgroalConnectionFactoryConfiguration.TransactionIsolation.REPEATABLE_READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskIds;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.Test;

/** A task is stored unless there is one already, and who asks goes on either way. */
class StoringOnceTest extends StoreContract {

    private static final String METADATA = "{\"a\":\"ä'?\"}";

    private NewTask withMetadata(String metadata) {
        NewTask task = ready();
        return new NewTask(
                TaskIds.next(),
                new Invocation("task", SIGNATURE, "[\"ä\"]"),
                task.queue(),
                7,
                5,
                task.createdAt(),
                task.runAt(),
                null,
                "invoice 4711",
                metadata);
    }

    @Test
    void what_is_stored_so_is_as_what_jakarta_persistence_stores() {
        NewTask once = withMetadata(METADATA);
        NewTask other = withMetadata(METADATA);

        assertThat(Jta.committed(() -> tasks.insertIfAbsent(once))).isTrue();
        Jta.committed(() -> insert(other));

        List<ClaimedTask> claimed = claim(2);
        assertThat(claimed).extracting(ClaimedTask::id).containsExactly(once.id(), other.id());
        assertThat(claimed)
                .allSatisfy(
                        task -> {
                            assertThat(task.invocation()).isEqualTo(once.invocation());
                            assertThat(task.metadata()).isEqualTo(METADATA);
                            assertThat(task.createdBy()).isNull();
                            assertThat(task.attempt()).isOne();
                            assertThat(task.losses()).isZero();
                            assertThat(task.lease().number()).isOne();
                        });
        assertThat(info(once).runAt()).isEqualTo(once.runAt());
        assertThat(info(once).createdAt()).isEqualTo(once.createdAt());
        assertThat(info(once).priority()).isEqualTo(7);
        assertThat(info(once).maxAttempts()).isEqualTo(5);
    }

    @Test
    void what_is_there_is_left_as_it_is_and_the_transaction_goes_on() {
        NewTask there = stored();
        NewTask after = ready();

        boolean isStored =
                Jta.committed(
                        () -> {
                            boolean first = tasks.insertIfAbsent(there);
                            boolean second = tasks.insertIfAbsent(there);
                            insert(after);
                            return first || second;
                        });

        assertThat(isStored).isFalse();
        assertThat(info(after).state()).isEqualTo(TaskState.READY);
        assertThat(info(there).createdBy()).isEqualTo("duke");
    }

    @Test
    void it_is_stored_if_and_only_if_the_caller_commits() {
        NewTask task = ready();

        assertThat(Jta.rolledBack(() -> tasks.insertIfAbsent(task))).isTrue();
        assertThat(Jta.committed(() -> tasks.insertIfAbsent(task))).isTrue();

        assertThat(info(task).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void of_two_at_once_the_second_waits_for_what_becomes_of_the_first() throws Exception {
        for (boolean commits : List.of(true, false)) {
            NewTask task = ready();
            CountDownLatch inserted = new CountDownLatch(1);
            CountDownLatch mayEnd = new CountDownLatch(1);
            CompletableFuture<Boolean> first =
                    CompletableFuture.supplyAsync(
                            () -> {
                                if (commits) {
                                    return Jta.committed(
                                            () -> insertAndWait(task, inserted, mayEnd));
                                }
                                return Jta.rolledBack(() -> insertAndWait(task, inserted, mayEnd));
                            });
            assertThat(inserted.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Boolean> second =
                    CompletableFuture.supplyAsync(
                            () -> Jta.committed(() -> tasks.insertIfAbsent(task)));

            await().during(Duration.ofMillis(300)).until(() -> !second.isDone());
            mayEnd.countDown();

            assertThat(first.get(20, TimeUnit.SECONDS)).isTrue();
            if (commits && isBrokenOff()) {
                assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(TaskStoreException.class);
            } else {
                assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(!commits);
            }
            assertThat(info(task).state()).isEqualTo(TaskState.READY);
        }
    }

    /** What was committed after the snapshot is none of this transaction's business. */
    private boolean isBrokenOff() {
        return engine.isolation() == REPEATABLE_READ
                && engine.database().name().startsWith("POSTGRESQL");
    }

    private boolean insertAndWait(NewTask task, CountDownLatch inserted, CountDownLatch mayEnd)
            throws InterruptedException {
        boolean isStored = tasks.insertIfAbsent(task);
        inserted.countDown();
        return mayEnd.await(20, TimeUnit.SECONDS) && isStored;
    }
}
