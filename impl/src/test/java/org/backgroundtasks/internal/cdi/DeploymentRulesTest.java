package org.backgroundtasks.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.internal.cdi.Deployments.NO_CONFIGURATION;
import static org.backgroundtasks.internal.cdi.Deployments.assertProblem;
import static org.backgroundtasks.internal.cdi.Deployments.deployed;
import static org.backgroundtasks.internal.cdi.Deployments.problems;
import static org.backgroundtasks.internal.cdi.Deployments.warnings;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.backgroundtasks.Background;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethods;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A wrong deployment for each rule. */
class DeploymentRulesTest {

    @AfterEach
    void forgetConfiguration() {
        Deployments.clearConfiguration();
    }

    // Methods

    @ApplicationScoped
    static class PrivateMethod {
        @Background
        private void run() {}
    }

    @Test
    void private_methods() {
        assertProblem("BGTASK000301", "PrivateMethod.run()", PrivateMethod.class);
    }

    @ApplicationScoped
    static class StaticMethod {
        @Background
        public static void run() {}
    }

    @Test
    void static_methods() {
        assertProblem("BGTASK000302", "StaticMethod.run()", StaticMethod.class);
    }

    @Dependent
    static class FinalMethod {
        @Background
        public final void run() {}
    }

    @Test
    void final_methods() {
        assertProblem("BGTASK000303", "FinalMethod.run()", FinalMethod.class);
    }

    abstract static class AbstractMethod {
        @Background
        public abstract void run();
    }

    @ApplicationScoped
    static class Implementation extends AbstractMethod {
        @Override
        public void run() {}
    }

    interface Contract {
        @Background
        void run();
    }

    @ApplicationScoped
    static class ContractImplementation implements Contract {
        @Override
        public void run() {}
    }

    @Test
    void abstract_methods() {
        assertProblem("BGTASK000304", "AbstractMethod.run", Implementation.class);
        assertProblem("BGTASK000304", "Contract.run", ContractImplementation.class);
    }

    @ApplicationScoped
    static class Returning {
        @Background
        public List<String> run() {
            return List.of();
        }
    }

    @Test
    void return_types() {
        assertProblem("BGTASK000305", "returns java.util.List<java.lang.String>", Returning.class);
    }

    @ApplicationScoped
    static class Overloaded {
        @Background
        public void run(int number) {}

        @Background
        public void run(String text) {}
    }

    @ApplicationScoped
    static class NamedLikeAnother {
        @Background(name = "shared")
        public void run() {}
    }

    @ApplicationScoped
    static class NamedTheSame {
        @Background(name = "shared")
        public void runToo() {}
    }

    @Test
    void two_methods_of_one_name() {
        assertProblem("BGTASK000306", "Overloaded.run'", Overloaded.class);
        assertProblem("BGTASK000306", "'shared'", NamedLikeAnother.class, NamedTheSame.class);
    }

    @ApplicationScoped
    static class BadEarlierName {
        @Background(formerly = "")
        public void run() {}
    }

    @ApplicationScoped
    static class BadBackoff {
        @Background(backoff = {"PT1S", "soon"})
        public void run() {}
    }

    @Test
    void wrong_members_of_several_values() {
        assertProblem("BGTASK000203", "formerly", BadEarlierName.class);
        assertProblem("BGTASK000203", "soon", BadBackoff.class);
    }

    @ApplicationScoped
    static class Real {
        @Background(name = "replaceable")
        public void run() {}
    }

    @Alternative
    @Priority(1)
    @ApplicationScoped
    static class Fake extends Real {}

    @Alternative
    @Stereotype
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Mock {}

    @Mock
    @Priority(1)
    @ApplicationScoped
    static class FakeByStereotype extends Real {
        @Override
        @Background(name = "replaceable")
        public void run() {}
    }

    @Alternative
    @Priority(1)
    @ApplicationScoped
    @Named("aside")
    static class FakeByName extends Real {}

    @ApplicationScoped
    @Named("real")
    static class RealByName extends NamedLikeAnother {}

    @Alternative
    @Priority(1)
    @ApplicationScoped
    static class FakeBesideIt extends RealByName {}

    @Test
    void an_alternative_has_the_name_of_what_it_replaces() {
        for (Class<?> fake : List.of(Fake.class, FakeByStereotype.class, FakeByName.class)) {
            assertThat(beansWithTasks(Real.class, fake)).containsExactly(fake);
            assertThat(beansWithTasks(fake, Real.class)).containsExactly(fake);
        }
        assertProblem("BGTASK000306", "'shared'", RealByName.class, FakeBesideIt.class);
        assertProblem("BGTASK000306", "'shared'", NamedLikeAnother.class, RealByName.class);
    }

    private static List<Class<?>> beansWithTasks(Class<?>... beans) {
        BackgroundMethods methods = deployed(beans).methods();
        return methods.definitions().signatures().stream()
                .map(methods.definitions()::require)
                .<Class<?>>map(task -> methods.of(task).beanClass())
                .toList();
    }

    @ApplicationScoped
    static class Unbindable {
        @Background
        public void run(String fine, CharSequence notFine) {}
    }

    @ApplicationScoped
    static class UnbindableVariable {
        @Background
        public <T extends Number> void run(T notFine) {}
    }

    @ApplicationScoped
    static class UnbindableNested {
        @Background
        public void run(Map<String, List<Object>> notFine) {}
    }

    @ApplicationScoped
    static class UnbindableAbstract {
        @Background
        public void run(Number notFine) {}
    }

    @Test
    void parameters_that_cannot_be_bound_back() {
        assertProblem("BGTASK000307", "Parameter 2 of", Unbindable.class);
        assertProblem("BGTASK000307", "T is no concrete type", UnbindableVariable.class);
        assertProblem("BGTASK000307", "java.lang.Object", UnbindableNested.class);
        assertProblem("BGTASK000307", "java.lang.Number is abstract", UnbindableAbstract.class);
    }

    @Dependent
    static final class FinalClass {
        @Background
        public void run() {}
    }

    @Test
    void final_classes() {
        assertProblem("BGTASK000308", "FinalClass.run()", FinalClass.class);
    }

    @SessionScoped
    static class OfTheSession implements Serializable {
        private static final long serialVersionUID = 1L;

        @Background
        public void run() {}
    }

    @Test
    void scopes_that_no_run_has() {
        assertProblem("BGTASK000309", "@SessionScoped", OfTheSession.class);
    }

    // What a container does with the method

    @ApplicationScoped
    static class Asynchronous {
        @Background
        @jakarta.enterprise.concurrent.Asynchronous
        public void run() {}
    }

    @ApplicationScoped
    static class EjbAsynchronous {
        @Background
        @jakarta.ejb.Asynchronous
        public void run() {}
    }

    @jakarta.ejb.Asynchronous
    static class AsynchronousBase {
        @Background
        public void run() {}
    }

    @ApplicationScoped
    static class InheritedAsynchronous extends AsynchronousBase {}

    @Stereotype
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @jakarta.enterprise.concurrent.Asynchronous
    @interface AsynchronousStereotype {}

    @ApplicationScoped
    @AsynchronousStereotype
    static class StereotypedAsynchronous {
        @Background
        public void run() {}
    }

    @Test
    void bodies_that_move_to_another_thread() {
        assertProblem("BGTASK000311", "Asynchronous.run()", Asynchronous.class);
        assertProblem("BGTASK000311", "EjbAsynchronous.run()", EjbAsynchronous.class);
        assertProblem("BGTASK000311", "InheritedAsynchronous.run()", InheritedAsynchronous.class);
        assertProblem("BGTASK000311", "run()", StereotypedAsynchronous.class);
    }

    @ApplicationScoped
    static class Lifecycle {
        @Background
        @PostConstruct
        void begin() {}

        @Background
        @PreDestroy
        void end() {}

        @Background
        @Inject
        void initialize() {}

        @Background
        void dispose(@Disposes UUID made) {}

        @Produces
        UUID make() {
            return UUID.randomUUID();
        }
    }

    @Test
    void methods_that_the_container_calls() {
        assertThat(problems(NO_CONFIGURATION, Lifecycle.class))
                .hasSize(4)
                .allMatch(problem -> problem.startsWith("BGTASK000312"));
    }

    @ApplicationScoped
    static class Guarded {
        @Background
        @RolesAllowed("admin")
        public void run() {}
    }

    @ApplicationScoped
    static class Denied {
        @Background
        @DenyAll
        public void run() {}
    }

    @Test
    void methods_that_refuse_a_worker() {
        assertProblem("BGTASK000315", "@RolesAllowed", Guarded.class);
        assertProblem("BGTASK000315", "@DenyAll", Denied.class);
    }

    interface Elsewhere {}

    @ApplicationScoped
    @Typed(Elsewhere.class)
    static class SeenElsewhere implements Elsewhere {
        @Background
        public void run() {}
    }

    @Test
    void methods_that_no_type_of_the_bean_has() {
        assertProblem("BGTASK000314", "Elsewhere", SeenElsewhere.class);
    }

    interface Service {
        void serve();
    }

    @ApplicationScoped
    static class Served implements Service {
        @Override
        public void serve() {}
    }

    @Decorator
    @Priority(1)
    static class Decorating implements Service {
        @Inject @Delegate @Any Service delegate;

        @Override
        @Background
        public void serve() {}
    }

    abstract static class ServiceBase implements Service {
        @Override
        @Background
        public void serve() {}
    }

    @Decorator
    @Priority(1)
    static class DecoratingByInheritance extends ServiceBase {
        @Inject @Delegate @Any Service delegate;
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Watched {}

    abstract static class WatchingBase {
        @Background
        public void report() {}
    }

    @Interceptor
    @Watched
    @Priority(1)
    static class Watching extends WatchingBase {
        @AroundInvoke
        Object watch(InvocationContext call) throws Exception {
            return call.proceed();
        }
    }

    @Test
    void decorators_and_interceptors() {
        assertProblem("BGTASK000319", "@Decorator", Served.class, Decorating.class);
        assertProblem("BGTASK000319", "@Decorator", Served.class, DecoratingByInheritance.class);
        assertProblem("BGTASK000319", "@Interceptor", Watching.class);
    }

    @Stereotype
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    @interface OutsideOfTransactions {}

    @Stereotype
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @OutsideOfTransactions
    @interface Nested {}

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Transactional(Transactional.TxType.NEVER)
    @interface BindingNever {}

    @ApplicationScoped
    static class Stereotyped {
        @Background
        @BindingNever
        public void bound() {}

        @Background
        @Transactional
        public void own() {}

        @Background
        public void plain() {}
    }

    @ApplicationScoped
    @Nested
    static class StereotypedToo {
        @Background
        @Transactional
        public void own() {}

        @Background
        public void stereotyped() {}
    }

    @Test
    void transactions_are_seen_through_stereotypes_and_bindings() {
        Deployment deployment = deployed(Stereotyped.class, StereotypedToo.class);

        assertThat(
                        deployment.methods().definitions().signatures().stream()
                                .map(deployment.methods().definitions()::require)
                                .filter(TaskDefinition::sharesTransaction)
                                .map(task -> task.name().replaceFirst(".*\\$", "")))
                .containsExactlyInAnyOrder(
                        "Stereotyped.own", "Stereotyped.plain", "StereotypedToo.own");
    }

    // What is said, and no error

    static class Overridden {
        @Background
        public void run() {}
    }

    @ApplicationScoped
    static class Overriding extends Overridden {
        @Override
        public void run() {}
    }

    static class OverriddenGeneric<T> {
        @Background
        public void run(T value) {}
    }

    @ApplicationScoped
    static class OverridingGeneric extends OverriddenGeneric<String> {
        @Override
        public void run(String value) {}
    }

    @Test
    void overriding_methods_without_the_annotation() {
        assertThat(warnings(Overriding.class))
                .singleElement()
                .asString()
                .startsWith("BGTASK000317")
                .contains("Overriding.run()", "Overridden.run()");
        assertThat(warnings(OverridingGeneric.class))
                .singleElement()
                .asString()
                .startsWith("BGTASK000317");
    }

    static class Made {
        @Background
        public void run() {}
    }

    @ApplicationScoped
    static class Making {
        @Produces
        Made make() {
            return new Made();
        }
    }

    @ApplicationScoped
    static class MakingByField {
        @Produces Made made = new Made();
    }

    @Test
    void beans_made_by_producers() {
        assertThat(warnings(Making.class))
                .singleElement()
                .asString()
                .startsWith("BGTASK000318")
                .contains("Made.run()", "Making.make()");
        assertThat(warnings(MakingByField.class))
                .singleElement()
                .asString()
                .startsWith("BGTASK000318");
    }

    @ApplicationScoped
    class Inner {
        @Background
        public void run() {}
    }

    @ApplicationScoped
    class InnerByInheritance extends Overridden {}

    @Test
    void classes_that_are_no_beans() {
        for (Class<?> inner : List.of(Inner.class, InnerByInheritance.class)) {
            assertThat(warnings(inner))
                    .singleElement()
                    .asString()
                    .startsWith("BGTASK000320")
                    .contains(inner.getName());
        }
    }

    @Alternative
    @ApplicationScoped
    static class NotEnabled {
        @Background
        public void run() {}
    }

    @Mock
    @ApplicationScoped
    static class NotEnabledByStereotype {
        @Background
        public void run() {}
    }

    @Stereotype
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @Mock
    @interface MockOfTests {}

    @MockOfTests
    @ApplicationScoped
    static class NotEnabledByNestedStereotype extends Overridden {}

    @Test
    void nothing_is_said_of_what_is_as_it_should_be() {
        assertThat(
                        warnings(
                                Fine.class,
                                NotEnabled.class,
                                NotEnabledByStereotype.class,
                                NotEnabledByNestedStereotype.class))
                .isEmpty();
    }

    // Members

    @ApplicationScoped
    static class NegativeSchedule {
        @Background(schedule = -1)
        public void run() {}
    }

    @ApplicationScoped
    static class WrongMembers {
        @Background(queue = " ", maxAttempts = -1, timeout = -1, batch = 0)
        public void run() {}
    }

    @Test
    void members_out_of_range() {
        assertProblem("BGTASK000203", "@Background(schedule = -1)", NegativeSchedule.class);
        assertThat(problems(NO_CONFIGURATION, WrongMembers.class))
                .hasSize(4)
                .allMatch(problem -> problem.startsWith("BGTASK000203"));
    }

    // Configuration

    @ApplicationScoped
    static class Fine {
        @Background
        public void run() {}
    }

    @Test
    void unknown_keys() {
        assertThat(problems(new String[] {"background-tasks.polling=PT5S"}, Fine.class))
                .singleElement()
                .asString()
                .startsWith("BGTASK000200");
        assertThat(
                        problems(
                                new String[] {Fine.class.getName() + "/run/Background/delay=5"},
                                Fine.class))
                .singleElement()
                .asString()
                .startsWith("BGTASK000202");
    }

    @Test
    void malformed_values() {
        assertThat(problems(new String[] {"background-tasks.lease=30"}, Fine.class))
                .singleElement()
                .asString()
                .startsWith("BGTASK000201");
        assertThat(
                        problems(
                                new String[] {
                                    Fine.class.getName() + "/run/Background/schedule=soon",
                                    Fine.class.getName()
                                            + "/run/Background/abortOn=com.acme.Missing"
                                },
                                Fine.class))
                .hasSize(2)
                .allMatch(problem -> problem.startsWith("BGTASK000201"));
    }

    @Test
    void everything_is_reported_together() {
        assertThat(
                        problems(
                                new String[] {"background-tasks.lease=30"},
                                Returning.class,
                                StaticMethod.class,
                                FinalClass.class))
                .hasSize(4);
    }
}
