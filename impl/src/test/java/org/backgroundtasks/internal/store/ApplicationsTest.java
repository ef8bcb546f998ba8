package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.TaskFailure;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.config.StoreSettings;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.store.worker.Reclaimed;
import org.backgroundtasks.internal.store.worker.WorkSnapshot;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.LoggedMessages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several applications on the same tables, each with its tasks. */
class ApplicationsTest extends StoreContract {

    private static final Duration GONE = Duration.ofSeconds(-1);

    private Stores shop;

    @BeforeEach
    void openAnother() {
        shop = open(named("shop"), "shops");
    }

    @AfterEach
    void closeAnother() {
        shop.close();
    }

    private static StoreSettings named(String application) {
        return new StoreSettings("unused", SchemaMode.CREATE, null, application);
    }

    @Test
    void a_node_looks_for_its_own_tasks_only() {
        Instant now = tasks.now();
        stored();
        Jta.committed(
                () ->
                        insert(
                                task(
                                        "default",
                                        SIGNATURE,
                                        0,
                                        now.minusSeconds(2),
                                        now.minusSeconds(1),
                                        "[]")));

        assertThat(claims.snapshot().firstReadyQueue()).isNotNull();
        assertThat(claims.snapshot().hasDue()).isTrue();
        WorkSnapshot others = shop.worker().claims().snapshot();
        assertThat(others.firstReadyQueue()).isNull();
        assertThat(others.nextDue()).isNull();
        assertThat(shop.worker().claims().nextReadyQueue("\u0001")).isEmpty();
        assertThat(shop.worker().claims().promote(9)).isZero();
        assertThat(shop.worker().upkeep().waitingLongerThan(GONE)).isEmpty();
        assertThat(upkeep.waitingLongerThan(GONE)).hasSize(1);
    }

    @Test
    void a_node_claims_and_takes_over_its_own_tasks_only() {
        NewTask ours = stored();
        NewTask theirs = storedByShop();

        assertThat(
                        ids(
                                shop.worker()
                                        .claims()
                                        .claim(
                                                new ClaimRequest(
                                                        "default",
                                                        FILTER,
                                                        ClaimLimit.of(9),
                                                        EXPIRED))))
                .containsExactly(theirs.id());
        assertThat(ids(claimAndLose(9))).containsExactly(ours.id());

        assertThat(claims.snapshot().hasExpired()).isTrue();
        assertThat(reclaim(9, 3)).extracting(Reclaimed::id).containsExactly(ours.id());
        assertThat(claims.snapshot().hasExpired()).isFalse();
        assertThat(shop.worker().claims().snapshot().hasExpired()).isTrue();
        assertThat(leases.lockedAndExpired(9)).isEmpty();
        assertThat(shop.worker().leases().reclaim(9, rules(3), Set.of()))
                .extracting(Reclaimed::id)
                .containsExactly(theirs.id());
        ClaimFilter losers = new ClaimFilter(Set.of(SIGNATURE), 1, 9);
        shop.worker().claims().claim(new ClaimRequest("default", FILTER, ClaimLimit.of(9), LEASE));
        assertThat(claims.queuesOfLosers(losers)).hasSize(1);
        assertThat(shop.worker().claims().queuesOfLosers(losers)).isEmpty();
    }

    @Test
    void a_node_prunes_its_own_tasks_only() {
        NewTask ours = stored();
        NewTask theirs = storedByShop();
        settle(claim(1).get(0).lease(), new Outcome.Succeeded());
        ClaimedTask claimed =
                shop.worker()
                        .claims()
                        .claim(new ClaimRequest("default", FILTER, ClaimLimit.of(1), LEASE))
                        .get(0);
        shop.worker().settling().settle(claimed.lease(), new Outcome.Failed("boom"));

        assertThat(shop.worker().upkeep().prune(GONE, Duration.ofDays(1), 9)).isZero();
        assertThat(upkeep.prune(Duration.ofDays(1), GONE, 9)).isZero();
        assertThat(upkeep.untilPrunable(Duration.ofDays(1), Duration.ofDays(7)).orElseThrow())
                .isLessThanOrEqualTo(Duration.ofDays(1));
        assertThat(
                        shop.worker()
                                .upkeep()
                                .untilPrunable(Duration.ofDays(1), Duration.ofDays(7))
                                .orElseThrow())
                .isGreaterThan(Duration.ofDays(6));
        assertThat(upkeep.prune(GONE, GONE, 9)).isOne();
        assertThat(Jta.committed(() -> queries.find(ours.id()))).isEmpty();
        assertThat(Jta.committed(() -> shop.queries().find(theirs.id()))).isPresent();
        assertThat(shop.worker().upkeep().prune(GONE, GONE, 9)).isOne();
    }

    @Test
    void callers_see_their_own_tasks_only() {
        NewTask theirs = storedByShop();

        assertThat(Jta.committed(() -> queries.find(theirs.id()))).isEmpty();
        assertThat(Jta.committed(() -> tasks.cancel(theirs.id()))).isFalse();
        assertThat(Jta.committed(() -> shop.tasks().cancel(theirs.id()))).isTrue();
        assertThat(Jta.committed(() -> tasks.retry(theirs.id()))).isFalse();
        assertThat(Jta.committed(() -> shop.tasks().retry(theirs.id()))).isTrue();
        ClaimedTask claimed =
                shop.worker()
                        .claims()
                        .claim(new ClaimRequest("default", FILTER, ClaimLimit.of(1), LEASE))
                        .get(0);
        shop.worker().settling().settle(claimed.lease(), new Outcome.Failed("boom"));
        assertThat(Jta.committed(() -> queries.failures(theirs.id()))).isEmpty();
        assertThat(Jta.committed(() -> shop.queries().failures(theirs.id())))
                .extracting(TaskFailure::error)
                .containsExactly("boom");
        assertThat(Jta.committed(() -> shop.queries().find(theirs.id())).orElseThrow().state())
                .isEqualTo(TaskState.FAILED);
    }

    @Test
    void a_second_application_without_a_name_is_said_once() {
        try (LoggedMessages messages = LoggedMessages.of("org.backgroundtasks.store");
                Stores first = open(dataSource, named(""), "first", "orders");
                Stores again = open(dataSource, named(""), "again", "orders");
                Stores second = open(dataSource, named(""), "second", "billing")) {
            for (Stores node : List.of(first, again)) {
                node.worker().upkeep().lookForNeighbours();
            }
            assertThat(messages.withCode("BGTASK000519")).isEmpty();

            for (Stores node : List.of(second, first, second, first)) {
                node.worker().upkeep().lookForNeighbours();
            }
            assertThat(messages.withCode("BGTASK000519"))
                    .hasSize(2)
                    .anyMatch(
                            text -> text.contains("orders, uses") && text.contains("one, billing"))
                    .anyMatch(
                            text -> text.contains("billing, uses") && text.contains("one, orders"));
        }
        try (LoggedMessages messages = LoggedMessages.of("org.backgroundtasks.store");
                Stores third = open(dataSource, named(""), "third", "reports");
                Stores other = open(dataSource, named("shop"), "other", "shop")) {
            third.worker().upkeep().lookForNeighbours();
            other.worker().upkeep().lookForNeighbours();

            assertThat(messages.withCode("BGTASK000519")).as("those that have left").isEmpty();
        }
    }

    @Test
    void tasks_without_a_name_that_nobody_will_run_are_said_once_by_an_application_with_one() {
        try (LoggedMessages messages = LoggedMessages.of("org.backgroundtasks.store");
                Stores later = open(dataSource, named("later"), "later", "orders")) {
            later.worker().upkeep().lookForNeighbours();
            assertThat(messages.withCode("BGTASK000524")).as("none").isEmpty();
        }
        stored();
        try (LoggedMessages messages = LoggedMessages.of("org.backgroundtasks.store");
                Stores later = open(dataSource, named("later"), "later2", "orders")) {
            later.worker().upkeep().lookForNeighbours();
            later.worker().upkeep().lookForNeighbours();
            assertThat(messages.withCode("BGTASK000524"))
                    .singleElement(as(STRING))
                    .contains("1 tasks without", "set application = 'later'");
        }
        upkeep.lookForNeighbours();
        try (LoggedMessages messages = LoggedMessages.of("org.backgroundtasks.store");
                Stores later = open(dataSource, named("later"), "later3", "orders")) {
            later.worker().upkeep().lookForNeighbours();
            assertThat(messages.withCode("BGTASK000524")).as("a node without is there").isEmpty();
        }
    }

    private NewTask storedByShop() {
        Instant now = shop.tasks().now().truncatedTo(ChronoUnit.MICROS);
        NewTask task = task("default", SIGNATURE, 0, now, now, "[]");
        Jta.committed(
                () -> {
                    shop.tasks().insert(List.of(task));
                    return true;
                });
        return task;
    }

    private static List<org.backgroundtasks.TaskId> ids(List<ClaimedTask> claimed) {
        return claimed.stream().map(ClaimedTask::id).toList();
    }
}
