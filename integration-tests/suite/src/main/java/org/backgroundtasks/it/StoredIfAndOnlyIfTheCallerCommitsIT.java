package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.TaskStoreException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promise 1: a task is stored if and only if the caller commits. */
@ExtendWith(ArquillianExtension.class)
public class StoredIfAndOnlyIfTheCallerCommitsIT {

    @ApplicationScoped
    static class Orders {
        @Inject Mails mails;
        @Inject Effects effects;
        @Inject Event<Placed> placed;

        @Transactional
        public void place(String text, boolean fail) {
            effects.add(text);
            placed.fire(new Placed(text));
            mails.send(text);
            if (fail) {
                throw new IllegalStateException("rejected");
            }
        }
    }

    record Placed(String text) {}

    /** Told when the transaction of an order has ended. */
    @ApplicationScoped
    static class AfterOrders {
        @Inject Mails mails;
        @Inject TaskScheduler scheduler;

        void placed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Placed order) {
            mails.send("after " + order.text());
        }

        void failed(@Observes(during = TransactionPhase.AFTER_FAILURE) Placed order) {
            TaskId id = scheduler.enqueue(() -> mails.send("after failure of " + order.text()));
            scheduler.find(id).orElseThrow();
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(StoredIfAndOnlyIfTheCallerCommitsIT.class)
                .addClasses(Effects.class, Mails.class);
    }

    @Inject Mails mails;
    @Inject Orders orders;
    @Inject Effects effects;
    @Inject TaskScheduler scheduler;
    @Inject UserTransaction transaction;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry registry;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    ManagedExecutorService executor;

    @Inject Journal journal;
    @Inject Rows rows;

    @Test
    void a_committed_call_is_stored_together_with_the_callers_own_work() {
        orders.place("committed", false);

        assertThat(effects.count("committed")).isOne();
        awaitRun("committed");
    }

    @Test
    void a_rolled_back_call_stores_nothing() {
        assertThatThrownBy(() -> orders.place("rolled back", true))
                .isInstanceOf(IllegalStateException.class);

        assertThat(effects.count("rolled back")).isZero();
        assertThat(stored("rolled back")).isZero();
    }

    @Test
    void nothing_runs_before_the_commit() throws Exception {
        transaction.begin();
        TaskId id = scheduler.enqueue(() -> mails.send("not yet"));
        assertThat(scheduler.find(id))
                .hasValueSatisfying(task -> assertThat(task.state()).isEqualTo(TaskState.READY));
        assertThat(stored("not yet")).as("as seen in the same transaction").isOne();
        transaction.rollback();

        assertThat(scheduler.find(id)).isEmpty();
        assertThat(journal.count("not yet")).isZero();
    }

    @Test
    void all_tasks_of_a_transaction_are_stored_or_none() throws Exception {
        transaction.begin();
        scheduler.enqueueAll(
                () -> List.of("a", "b", "c").forEach(name -> mails.send("part " + name)));
        mails.send("part d");
        transaction.rollback();

        assertThat(List.of("a", "b", "c", "d"))
                .allSatisfy(name -> assertThat(stored("part " + name)).isZero());
    }

    @Test
    void without_a_transaction_the_call_makes_its_own() {
        mails.send("alone");

        assertThat(stored("alone")).isOne();
        awaitRun("alone");
    }

    @Test
    void a_call_in_a_transaction_that_can_only_roll_back_says_so() throws Exception {
        transaction.begin();
        try {
            transaction.setRollbackOnly();
            assertThatThrownBy(() -> mails.send("doomed"))
                    .isInstanceOf(TaskStoreException.class)
                    .hasMessageStartingWith("BGTASK000506");
        } finally {
            transaction.rollback();
        }
    }

    @Test
    void a_call_from_within_the_commit_is_stored_as_well() throws Exception {
        transaction.begin();
        mails.send("before the commit");
        registry.registerInterposedSynchronization(
                new Synchronization() {
                    @Override
                    public void beforeCompletion() {
                        mails.send("within the commit");
                    }

                    @Override
                    public void afterCompletion(int status) {}
                });
        transaction.commit();

        awaitRun("before the commit");
        awaitRun("within the commit");
    }

    @Test
    void a_call_of_an_observer_of_the_commit_makes_its_own() {
        orders.place("observed", false);

        awaitRun("after observed");
        assertThat(stored("after failure of observed")).isZero();
    }

    @Test
    void a_call_of_an_observer_of_a_rollback_makes_its_own() {
        assertThatThrownBy(() -> orders.place("observed, too", true))
                .isInstanceOf(IllegalStateException.class);

        awaitRun("after failure of observed, too");
        assertThat(stored("observed, too")).isZero();
    }

    @Test
    void a_call_from_after_the_commit_makes_its_own() throws Exception {
        transaction.begin();
        registry.registerInterposedSynchronization(
                new Synchronization() {
                    @Override
                    public void beforeCompletion() {}

                    @Override
                    public void afterCompletion(int status) {
                        mails.send("after the commit");
                    }
                });
        transaction.commit();

        awaitRun("after the commit");
    }

    @Test
    void calls_on_other_threads_than_that_of_the_lambda_are_refused() throws Exception {
        List<Integer> numbers = IntStream.range(0, 200).boxed().toList();
        transaction.begin();
        assertThatThrownBy(
                        () ->
                                scheduler
                                        .in(Duration.ofHours(1))
                                        .enqueueAll(
                                                () ->
                                                        numbers.parallelStream()
                                                                .forEach(
                                                                        number -> {
                                                                            mails.send("parallel");
                                                                            // Else the caller may
                                                                            // be through first.
                                                                            LockSupport.parkNanos(
                                                                                    1_000_000);
                                                                        })))
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK000420");
        assertThatThrownBy(
                        () ->
                                scheduler.enqueueAll(
                                        () -> executor.submit(() -> mails.send("parallel")).get()))
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK000420");
        transaction.rollback();

        assertThat(stored("parallel")).isZero();
    }

    private void awaitRun(String text) {
        await().atMost(Duration.ofSeconds(20)).until(() -> journal.count(text) == 1);
    }

    private int stored(String text) {
        return rows.countByArguments("[\"" + text + "\"]");
    }
}
