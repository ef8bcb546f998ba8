package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Promise 2: what a body does to the database happens exactly once, and only while it holds its
 * lease.
 */
@ExtendWith(ArquillianExtension.class)
class ExactlyOnceInTheDatabaseIT {

    @ApplicationScoped
    static class Ledger {
        @Inject Effects effects;
        @Inject Journal journal;
        @Inject TaskContext task;
        @Inject Thief thief;

        @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
        TransactionSynchronizationRegistry registry;

        @Background
        public void book(String name) {
            effects.add(name);
        }

        @Background
        @Transactional
        public void bookTransactionally(String name) {
            effects.add(name);
        }

        @Background
        public void failAtFirst(String name) {
            effects.add(name);
            if (task.attempt() < 3) {
                throw new IllegalStateException("attempt " + task.attempt());
            }
        }

        @Background
        public void doomItself(String name) {
            effects.add(name);
            if (task.attempt() == 1) {
                registry.setRollbackOnly();
            }
        }

        @Background
        public void loseTheLease(String name) {
            effects.add(name);
            journal.add(name);
            if (journal.count(name) == 1) {
                thief.claimInTheMeantime(task.id());
            }
        }

        @Background
        @Transactional(TxType.NOT_SUPPORTED)
        public void outside(String name) {
            journal.add(
                    name + " " + (registry.getTransactionStatus() == Status.STATUS_NO_TRANSACTION));
            effects.add(name);
            if (task.attempt() == 1) {
                throw new IllegalStateException("after the effect");
            }
        }
    }

    /** Bodies that do not share the transaction of the worker. */
    @ApplicationScoped
    static class Apart {
        @Inject Effects effects;

        @Background
        @Transactional(TxType.REQUIRES_NEW)
        public void inItsOwn(String name) {
            effects.add(name);
        }

        @Background
        @Transactional(TxType.NEVER)
        public void inNone(String name) {
            effects.add(name);
        }
    }

    /** Does what another worker would do if this one had been away for longer than its lease. */
    @ApplicationScoped
    static class Thief {
        @Inject Rows rows;

        @Transactional(TxType.REQUIRES_NEW)
        public void claimInTheMeantime(TaskId id) {
            rows.update(
                    "update background_task set lease_number = lease_number + 1, lease_until = now() where id = cast(? as uuid)",
                    id.toString());
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(
                        ExactlyOnceInTheDatabaseIT.class,
                        "background-tasks.backoff=PT0.1S",
                        "background-tasks.poll-interval=PT0.5S",
                        "background-tasks.lease=PT30S")
                .addClass(Effects.class);
    }

    @Inject Ledger ledger;
    @Inject Apart apart;
    @Inject Effects effects;
    @Inject Journal journal;
    @Inject TaskScheduler scheduler;

    @Test
    void a_body_and_its_success_commit_together() {
        succeeded(scheduler.enqueue(() -> ledger.book("once")));

        assertThat(effects.count("once")).isOne();
    }

    @Test
    void a_transactional_body_joins_the_transaction_of_the_worker() {
        succeeded(scheduler.enqueue(() -> ledger.bookTransactionally("joined")));

        assertThat(effects.count("joined")).isOne();
    }

    @Test
    void a_failed_attempt_leaves_nothing_behind() {
        TaskInfo task = succeeded(scheduler.enqueue(() -> ledger.failAtFirst("third time")));

        assertThat(task.attempts()).isEqualTo(3);
        assertThat(effects.count("third time")).isOne();
    }

    @Test
    void a_body_that_marks_its_transaction_for_rollback_is_attempted_again() {
        TaskInfo task = succeeded(scheduler.enqueue(() -> ledger.doomItself("doomed")));

        assertThat(task.attempts()).isEqualTo(2);
        assertThat(effects.count("doomed")).isOne();
    }

    @Test
    void a_worker_that_lost_its_lease_cannot_commit() {
        TaskInfo task = succeeded(scheduler.enqueue(() -> ledger.loseTheLease("stolen")));

        assertThat(journal.count("stolen")).as("starts").isEqualTo(2);
        assertThat(task.attempts()).isEqualTo(2);
        assertThat(effects.count("stolen")).isOne();
    }

    @Test
    void a_body_outside_of_transactions_runs_at_least_once() {
        succeeded(scheduler.enqueue(() -> ledger.outside("outside")));

        assertThat(journal.count("outside true")).isEqualTo(2);
        assertThat(effects.count("outside")).isEqualTo(2);
    }

    @Test
    void so_does_one_in_a_transaction_of_its_own_and_one_that_wants_none() {
        succeeded(scheduler.enqueue(() -> apart.inItsOwn("in its own")));
        succeeded(scheduler.enqueue(() -> apart.inNone("in none")));

        assertThat(effects.count("in its own")).isOne();
        assertThat(effects.count("in none")).isOne();
    }

    private TaskInfo succeeded(TaskId id) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> scheduler.find(id).orElseThrow().state() == TaskState.SUCCEEDED);
        return scheduler.find(id).orElseThrow();
    }
}
