package org.backgroundtasks.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.internal.cdi.Deployments.assertProblem;
import static org.backgroundtasks.internal.cdi.Deployments.deployed;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.backgroundtasks.Background;
import org.backgroundtasks.internal.task.Signature;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.junit.jupiter.api.Test;

/** A method runs the tasks of its earlier names, and nobody else does. */
class EarlierNamesTest {

    @ApplicationScoped
    static class Renamed {
        @Background(
                name = "new",
                formerly = {"old", "older"})
        public void run(int number) {}
    }

    @ApplicationScoped
    static class OldOne {
        @Background(name = "old")
        public void run(int number) {}
    }

    @ApplicationScoped
    static class OldWithOtherParameters {
        @Background(name = "old", formerly = "new")
        public void run(String text) {}
    }

    @ApplicationScoped
    static class AlsoOlder {
        @Background(formerly = {"oldest", "older"})
        public void run(int number) {}
    }

    @Test
    void two_methods_that_would_run_the_same_earlier_tasks() {
        assertProblem("BGTASK000326", "'old'", Renamed.class, OldOne.class);
        assertProblem("BGTASK000326", "'older'", Renamed.class, AlsoOlder.class);
    }

    @Test
    void a_method_runs_the_tasks_of_its_earlier_names_and_parameters() {
        TaskDefinitions definitions =
                deployed(Renamed.class, OldWithOtherParameters.class).methods().definitions();

        assertThat(definitions.signatures()).hasSize(5);
        assertThat(definitions.require(Signature.of("older", List.of(int.class))).name())
                .isEqualTo("new");
        assertThat(definitions.require(Signature.of("old", List.of(String.class))).name())
                .isEqualTo("old");
        assertThat(definitions.require(Signature.of("new", List.of(String.class))).name())
                .isEqualTo("old");
        assertThat(definitions.hasName("older")).isTrue();
    }
}
