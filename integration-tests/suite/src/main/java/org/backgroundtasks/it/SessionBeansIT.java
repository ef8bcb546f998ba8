package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import org.backgroundtasks.TaskArgumentException;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Session beans declare tasks and call them, on servers with EJB. */
@Tag("ejb")
@ExtendWith(ArquillianExtension.class)
public class SessionBeansIT {

    @Deployment
    static WebArchive war() {
        return Wars.war(SessionBeansIT.class, "background-tasks.backoff=PT0.1S")
                .addClasses(
                        TaskSessionBean.class,
                        Business.class,
                        BusinessSessionBean.class,
                        GenericBusiness.class,
                        GenericBusinessSessionBean.class,
                        Mails.class,
                        OrdersSessionBean.class,
                        AbortingSessionBean.class,
                        Deliveries.class);
    }

    @Inject TaskSessionBean sessionBean;
    @Inject Business business;
    @Inject GenericBusiness<String> generic;
    @Inject OrdersSessionBean orders;
    @Inject AbortingSessionBean aborting;
    @Inject Deliveries deliveries;
    @Inject TaskScheduler scheduler;
    @Inject UserTransaction transaction;
    @Inject Journal journal;
    @Inject Rows rows;

    @Test
    void they_declare_tasks() {
        sessionBean.run("seen by its class");
        business.run("seen by its interface");
        generic.handle("seen by a generic interface");

        awaitRun("seen by its class false");
        awaitRun("seen by its interface");
        awaitRun("seen by a generic interface");
    }

    @Test
    void they_are_callers_like_others() {
        orders.place("session", false);
        awaitRun("session");

        assertThatThrownBy(() -> orders.place("session failed", true));
        assertThat(stored("session failed")).isZero();

        orders.placeWithoutTransaction("session alone");
        awaitRun("session alone");
    }

    @Test
    void a_body_calls_them_in_its_transaction() {
        TaskId id = scheduler.enqueue(() -> deliveries.deliver("delivered"));

        awaitRun("delivered");
        assertThat(scheduler.failures(id)).hasSize(1);
        assertThat(stored("delivered")).as("the delivery and one order").isEqualTo(2);
    }

    @Test
    void a_refused_call_neither_wraps_the_reason_nor_dooms_the_caller() throws Exception {
        transaction.begin();
        try {
            assertThatThrownBy(() -> orders.weigh(Double.NaN))
                    .isInstanceOf(TaskArgumentException.class)
                    .hasMessageStartingWith("BGTASK000100");
            assertThatThrownBy(
                            () ->
                                    scheduler.enqueue(
                                            () -> {
                                                orders.weigh(1);
                                                orders.weigh(2);
                                            }))
                    .isInstanceOf(TaskCallException.class);
            assertThat(transaction.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        } finally {
            transaction.rollback();
        }
    }

    @Test
    void what_aborts_is_found_in_the_containers_wrapping() {
        TaskId id = scheduler.enqueue(() -> aborting.aborting());

        await().atMost(Duration.ofSeconds(20))
                .until(() -> scheduler.find(id).orElseThrow().state() == TaskState.FAILED);
        TaskInfo task = scheduler.find(id).orElseThrow();
        assertThat(task.attempts()).isOne();
        assertThat(task.lastError()).contains("wrapped by the container");
    }

    private void awaitRun(String text) {
        await().atMost(Duration.ofSeconds(20)).until(() -> journal.count(text) == 1);
    }

    private int stored(String text) {
        return rows.countByArguments("[\"" + text + "\"]");
    }
}
