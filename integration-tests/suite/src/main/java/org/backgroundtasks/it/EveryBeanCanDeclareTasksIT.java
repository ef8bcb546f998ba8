package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.backgroundtasks.Background;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Methods of any kind of CDI bean, public and package-private, declared and inherited. */
@ExtendWith(ArquillianExtension.class)
public class EveryBeanCanDeclareTasksIT {

    @ApplicationScoped
    static class OfTheApplication {
        @Inject Journal journal;

        @Background
        void packagePrivate(String text) {
            journal.add(text);
        }

        @Background
        protected void visibleInThePackage(String text) {
            journal.add(text);
        }
    }

    @RequestScoped
    static class OfTheRequest {
        @Inject Journal journal;
        private String state = "fresh";

        @Background
        public void run(String text) {
            journal.add(text + " " + state);
            state = "used";
        }
    }

    @Dependent
    static class OfTheInjectionPoint {
        @Inject Journal journal;

        @Background
        public void run(String text) {
            journal.add(text);
        }
    }

    public abstract static class Inherited<T> {
        @Inject Journal journal;

        @Background
        public void inherited(String text) {
            journal.add(text + " by " + self());
        }

        public abstract void generic(T value);

        abstract String self();
    }

    @ApplicationScoped
    static class FirstHeir extends Inherited<Integer> {
        @Override
        @Background
        public void generic(Integer value) {
            journal.add("generic " + value);
        }

        @Override
        String self() {
            return "first";
        }
    }

    @ApplicationScoped
    static class SecondHeir extends Inherited<String> {
        @Override
        public void generic(String value) {
            journal.add("not a task " + value);
        }

        @Override
        String self() {
            return "second";
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(EveryBeanCanDeclareTasksIT.class);
    }

    @Inject OfTheApplication ofTheApplication;
    @Inject OfTheRequest ofTheRequest;
    @Inject OfTheInjectionPoint ofTheInjectionPoint;
    @Inject FirstHeir firstHeir;
    @Inject SecondHeir secondHeir;
    @Inject Journal journal;

    @Test
    void package_private_and_protected_methods() {
        ofTheApplication.packagePrivate("package-private");
        ofTheApplication.visibleInThePackage("protected");

        awaitEntry("package-private");
        awaitEntry("protected");
    }

    @Test
    void each_run_has_a_request_of_its_own() {
        ofTheRequest.run("request 1");
        awaitEntry("request 1 fresh");
        ofTheRequest.run("request 2");
        awaitEntry("request 2 fresh");
    }

    @Test
    void dependent_beans() {
        ofTheInjectionPoint.run("dependent");

        awaitEntry("dependent");
    }

    @Test
    void an_inherited_method_belongs_to_the_bean_that_was_called() {
        firstHeir.inherited("inherited");
        secondHeir.inherited("inherited");

        awaitEntry("inherited by first");
        awaitEntry("inherited by second");
    }

    @Test
    void a_generic_method_is_one_task() {
        firstHeir.generic(7);
        secondHeir.generic("x");

        awaitEntry("generic 7");
        assertThat(journal.count("not a task x")).isOne();
    }

    private void awaitEntry(String entry) {
        await().atMost(Duration.ofSeconds(20)).until(() -> journal.count(entry) == 1);
    }
}
