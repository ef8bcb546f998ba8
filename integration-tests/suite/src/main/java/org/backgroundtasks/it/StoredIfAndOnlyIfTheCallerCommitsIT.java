package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.List;
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

        @Transactional
        public void place(String text, boolean fail) {
            effects.add(text);
            mails.send(text);
            if (fail) {
                throw new IllegalStateException("rejected");
            }
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

    private void awaitRun(String text) {
        await().atMost(Duration.ofSeconds(20)).until(() -> journal.count(text) == 1);
    }

    private int stored(String text) {
        return rows.countByArguments("[\"" + text + "\"]");
    }
}
