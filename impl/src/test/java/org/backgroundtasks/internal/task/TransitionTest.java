package org.backgroundtasks.internal.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.TaskState.BLOCKED;
import static org.backgroundtasks.TaskState.CANCELLED;
import static org.backgroundtasks.TaskState.FAILED;
import static org.backgroundtasks.TaskState.READY;
import static org.backgroundtasks.TaskState.RUNNING;
import static org.backgroundtasks.TaskState.SCHEDULED;
import static org.backgroundtasks.TaskState.SUCCEEDED;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.backgroundtasks.TaskState;
import org.junit.jupiter.api.Test;

class TransitionTest {

    @Test
    void from_each_state_a_task_goes_where_the_documentation_says_and_nowhere_else() {
        Map<TaskState, Set<TaskState>> ways = new TreeMap<>();
        for (Transition transition : Transition.values()) {
            transition
                    .sources()
                    .forEach(
                            source ->
                                    ways.computeIfAbsent(source, s -> new TreeSet<>())
                                            .add(transition.target()));
        }

        assertThat(ways)
                .isEqualTo(
                        Map.of(
                                BLOCKED, Set.of(BLOCKED, SCHEDULED, CANCELLED),
                                SCHEDULED, Set.of(SCHEDULED, READY, CANCELLED),
                                READY, Set.of(SCHEDULED, READY, RUNNING, CANCELLED),
                                RUNNING, Set.of(SUCCEEDED, FAILED, CANCELLED, SCHEDULED, READY),
                                FAILED, Set.of(READY),
                                CANCELLED, Set.of(READY)));
    }

    @Test
    void what_settles_a_task_starts_from_running_only() {
        assertThat(
                        Arrays.asList(
                                Transition.SUCCEED,
                                Transition.RETRY,
                                Transition.SNOOZE,
                                Transition.FAIL,
                                Transition.RELEASE))
                .allMatch(transition -> transition.sources().equals(Set.of(RUNNING)));
    }
}
