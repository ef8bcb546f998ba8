package org.backgroundtasks.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.SessionScoped;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskDeploymentException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A wrong deployment for each rule. */
class DeploymentRulesTest {

    private static final String[] NO_CONFIGURATION = {};

    @AfterEach
    void forgetConfiguration() {
        clearConfiguration();
    }

    private static void clearConfiguration() {
        System.getProperties().keySet().removeIf(key -> key.toString().contains("ackground"));
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

    private static void assertProblem(String code, String named, Class<?>... beans) {
        assertThat(problems(NO_CONFIGURATION, beans))
                .singleElement()
                .asString()
                .startsWith(code)
                .contains(named);
    }

    private static List<String> problems(String[] configuration, Class<?>... beans) {
        clearConfiguration();
        for (String line : configuration) {
            System.setProperty(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        // A configuration keeps the names that it saw first.
        ConfigProviderResolver.instance().releaseConfig(ConfigProvider.getConfig());
        Throwable failure =
                catchThrowable(
                        () ->
                                new Weld()
                                        .disableDiscovery()
                                        .addExtension(new BackgroundExtension())
                                        .addBeanClasses(beans)
                                        .initialize()
                                        .close());
        return deploymentFailure(failure)
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        "the deployment did not fail as it should", failure))
                .problems();
    }

    /** Weld adds what an extension reports to an exception of its own. */
    private static Optional<TaskDeploymentException> deploymentFailure(Throwable failure) {
        if (failure == null || failure instanceof TaskDeploymentException) {
            return Optional.ofNullable((TaskDeploymentException) failure);
        }
        return Stream.concat(
                        Stream.ofNullable(failure.getCause()),
                        Arrays.stream(failure.getSuppressed()))
                .map(DeploymentRulesTest::deploymentFailure)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
