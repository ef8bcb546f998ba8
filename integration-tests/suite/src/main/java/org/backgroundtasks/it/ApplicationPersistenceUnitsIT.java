package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskContext;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The application's one persistence unit is still found without a name, and shares our transaction.
 */
@ExtendWith(ArquillianExtension.class)
public class ApplicationPersistenceUnitsIT {

    @Entity(name = "Customer")
    public static class Customer {
        @Id private long id;
        private String name;

        protected Customer() {}

        Customer(long id, String name) {
            this.id = id;
            this.name = name;
        }

        void welcome() {
            name = name + ", welcomed";
        }

        String name() {
            return name;
        }
    }

    @ApplicationScoped
    static class Customers {
        @PersistenceContext EntityManager entityManager;
        @Inject Customers self;
        @Inject TaskContext task;

        @Transactional
        public void register(long id, boolean fail) {
            entityManager.persist(new Customer(id, "new"));
            self.welcome(id);
            if (fail) {
                throw new IllegalStateException("rejected");
            }
        }

        @Background
        public void welcome(long id) {
            Customer customer = entityManager.find(Customer.class, id);
            customer.welcome();
            if (task.attempt() == 1) {
                entityManager.flush();
                throw new IllegalStateException("rolls the welcome back");
            }
        }

        @Transactional
        public String name(long id) {
            Customer customer = entityManager.find(Customer.class, id);
            return customer == null ? null : customer.name();
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(ApplicationPersistenceUnitsIT.class, "background-tasks.backoff=PT0.1S")
                .addAsResource(new StringAsset(Units.xml("customers")), "META-INF/persistence.xml");
    }

    @Inject Customers customers;
    @Inject Rows rows;

    @Test
    void rows_of_the_application_and_tasks_commit_together() {
        customers.register(1, false);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> customers.name(1).equals("new, welcomed"));
    }

    @Test
    void and_roll_back_together() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> customers.register(2, true))
                .isInstanceOf(IllegalStateException.class);

        assertThat(customers.name(2)).isNull();
        assertThat(rows.countByArguments("[2]")).isZero();
    }
}
