package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.Transition;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** Every transition, from every state. */
class LifecycleTest extends StoreContract {

    /** What makes a transition, and tells whether it thinks it did. */
    private interface Step {
        boolean take(NewTask task, Lease lease);
    }

    private Map<Transition, Step> steps() {
        return Map.ofEntries(
                step(Transition.PROMOTE, (task, lease) -> claims.promote(1) == 1),
                step(Transition.CLAIM, (task, lease) -> claim(1).size() == 1),
                step(Transition.SUCCEED, (task, lease) -> settles(lease, new Outcome.Succeeded())),
                step(
                        Transition.RETRY,
                        (task, lease) -> settles(lease, new Outcome.Retrying(Duration.ZERO, "e"))),
                step(
                        Transition.SNOOZE,
                        (task, lease) -> settles(lease, new Outcome.Snoozed(Duration.ZERO))),
                step(Transition.FAIL, (task, lease) -> settles(lease, new Outcome.Failed("e"))),
                step(Transition.RELEASE, (task, lease) -> settles(lease, new Outcome.Released())),
                step(Transition.RECLAIM, (task, lease) -> reclaim(1, 9).size() == 1),
                step(Transition.FAIL_RECLAIMED, (task, lease) -> reclaim(1, 1).size() == 1),
                step(
                        Transition.RETRY_ENDED,
                        (task, lease) -> Jta.committed(() -> tasks.retry(task.id()))));
    }

    private static Map.Entry<Transition, Step> step(Transition transition, Step step) {
        return Map.entry(transition, step);
    }

    private boolean settles(Lease lease, Outcome outcome) {
        return settle(lease, outcome)
                .filter(
                        state ->
                                state == outcome.transition().target()
                                        || state == Transition.CANCEL_RUNNING.target())
                .isPresent();
    }

    @Test
    void every_transition_is_possible_from_its_sources_and_from_no_other_state() {
        for (TaskState from : TaskState.values()) {
            for (Map.Entry<Transition, Step> step : steps().entrySet()) {
                Transition transition = step.getKey();
                NewTask task = inState(from, false);

                boolean taken = step.getValue().take(task, new Lease(task.id(), 7));

                boolean isAllowed = transition.sources().contains(from);
                assertThat(taken).as("%s from %s", transition, from).isEqualTo(isAllowed);
                assertThat(info(task).state())
                        .as("after %s from %s", transition, from)
                        .isEqualTo(isAllowed ? transition.target() : from);
                empty();
            }
        }
    }

    @Test
    void a_cancellation_is_possible_from_its_sources_and_asks_what_runs() {
        for (TaskState from : TaskState.values()) {
            NewTask task = inState(from, false);

            boolean taken = Jta.committed(() -> tasks.cancel(task.id()));

            boolean isWaiting = Transition.CANCEL.sources().contains(from);
            assertThat(taken).as(from.name()).isEqualTo(isWaiting || from == TaskState.RUNNING);
            assertThat(info(task).state())
                    .as(from.name())
                    .isEqualTo(isWaiting ? Transition.CANCEL.target() : from);
        }
    }

    @Test
    void what_was_asked_to_stop_is_abandoned_unless_it_succeeds() {
        for (Transition transition :
                Set.of(
                        Transition.RETRY,
                        Transition.SNOOZE,
                        Transition.FAIL,
                        Transition.RELEASE,
                        Transition.RECLAIM)) {
            NewTask task = inState(TaskState.RUNNING, true);

            assertThat(steps().get(transition).take(task, new Lease(task.id(), 7))).isTrue();

            assertThat(info(task).state())
                    .as(transition.name())
                    .isEqualTo(Transition.CANCEL_RUNNING.target());
        }
    }

    /**
     * A task that only its state keeps from any transition: it is due, its lease is number 7 and
     * has expired.
     */
    private NewTask inState(TaskState state, boolean cancelRequested) {
        NewTask task = stored();
        String longAgo = engine.database().longAgo();
        sql(
                """
                update background_task set state = '%s', cancel_requested = %s, lease_number = 7, attempts = 1,
                    run_at = %s, lease_until = %s
                where id = '%s'
                """
                        .formatted(state, cancelRequested, longAgo, longAgo, task.id()));
        return task;
    }

    private void empty() {
        sql("delete from background_task");
    }

    private void sql(String statement) {
        TestDatabase.execute(dataSource, statement);
    }
}
