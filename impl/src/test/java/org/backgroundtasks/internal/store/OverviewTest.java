package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.backgroundtasks.LimitInfo;
import org.backgroundtasks.LimitInfo.Scope;
import org.backgroundtasks.QueueInfo;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.limit.HeldLimit;
import org.backgroundtasks.internal.overview.Limits;
import org.backgroundtasks.internal.overview.NodeLimits;
import org.backgroundtasks.internal.overview.Queues;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.limit.LaneClaim;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.store.overview.Overview;
import org.backgroundtasks.internal.store.overview.ServedQueues;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.LimitRule;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestOptions;
import org.junit.jupiter.api.Test;

/** What queues and limits look like as a whole. */
class OverviewTest extends LaneContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final LimitRule MAIL = new LimitRule("mail", 3, 5, MINUTE);
    private static final LimitRule CUSTOMER = new LimitRule("{0}", 2, 0, Duration.ofSeconds(1));
    private static final TaskDefinition METHOD =
            new TaskDefinition(
                    TestOptions.named("task").get(), List.of(), List.of(MAIL, CUSTOMER), true);

    private NewTask stored(String queue, String signature, String lane, Instant runAt) {
        NewTask task = task(queue, signature, 0, tasks.now(), runAt, "[]").in(lane);
        Jta.committed(() -> insert(task));
        return task;
    }

    private Map<String, QueueInfo> queues(String... known) {
        return Jta.committed(() -> Queues.read(stores.overview(), Set.of(known))).stream()
                .collect(
                        Collectors.toMap(
                                QueueInfo::name,
                                Function.identity(),
                                (a, b) -> a,
                                LinkedHashMap::new));
    }

    @Test
    void tasks_that_have_not_ended_are_counted_by_queue_and_state() {
        Instant now = tasks.now();
        stored("a", SIGNATURE, Lane.NONE, now.minusSeconds(60));
        stored("a", SIGNATURE, Lane.NONE, now.minusSeconds(30));
        stored("a", SIGNATURE, Lane.NONE, now.plusSeconds(3600));
        stored("b", SIGNATURE, Lane.NONE, now.plusSeconds(3600));
        claims.claim(new ClaimRequest("a", FILTER, ClaimLimit.of(1), LEASE));
        ClaimedTask ended = claim("c");
        Jta.committed(() -> settle(ended.lease(), new Outcome.Succeeded()));

        Map<String, QueueInfo> queues = queues("z");

        assertThat(queues.keySet()).containsExactly("a", "b", "z");
        QueueInfo a = queues.get("a");
        assertThat(List.of(a.scheduled(), a.ready(), a.running(), a.blocked()))
                .containsExactly(1L, 1L, 1L, 0L);
        assertThat(a.oldestDue()).isEqualTo(now.minusSeconds(30));
        assertThat(queues.get("b").oldestDue()).isNull();
        assertThat(queues.get("z")).isEqualTo(new QueueInfo("z", 0, 0, 0, 0, false, null, false));
    }

    private ClaimedTask claim(String queue) {
        stored(queue, SIGNATURE, Lane.NONE, tasks.now());
        return claims.claim(new ClaimRequest(queue, FILTER, ClaimLimit.of(1), LEASE)).get(0);
    }

    @Test
    void paused_queues_are_known() {
        Jta.committed(
                () -> {
                    stores.pauses().pause("still");
                    return true;
                });

        assertThat(queues().get("still").paused()).isTrue();
    }

    @Test
    void a_queue_is_served_while_a_node_is_there_that_does() {
        assertThat(queues("mail").get("mail").served()).as("before any node says so").isFalse();
        try (Stores mail = serving("mail", ServedQueues.of(Set.of("mail", "print")))) {
            mail.worker().upkeep().lookForNeighbours();
            try (Stores none = serving("none", ServedQueues.NONE)) {
                none.worker().upkeep().lookForNeighbours();

                Map<String, QueueInfo> queues = queues("other");

                assertThat(queues.get("mail").served()).isTrue();
                assertThat(queues.get("print").served()).isTrue();
                assertThat(queues.get("other").served()).isFalse();
            }
        }
        assertThat(queues("mail").get("mail").served()).as("it has left").isFalse();

        upkeep.lookForNeighbours();

        assertThat(queues("mail").get("mail").served()).as("by a node of all").isTrue();
    }

    private Stores serving(String node, ServedQueues queues) {
        return Stores.open(
                engine.provider().around(dataSource, "", queues),
                settings(SchemaMode.VALIDATE, null),
                node,
                Duration.ofSeconds(10));
    }

    @Test
    void limits_tell_who_waits_who_has_a_share_and_what_has_started() {
        String lane = new Lane("", List.of("mail", "duke")).text();
        IntStream.range(0, 4)
                .forEach(any -> stored("default", METHOD.signature(), lane, tasks.now()));
        ClaimedTask held = claimFirst(lane);
        ClaimedTask ended = claimFirst(lane);
        Jta.committed(() -> settle(ended.lease(), new Outcome.Succeeded()));

        List<LimitInfo> limits = limits(Map.of());

        assertThat(limits)
                .containsExactly(
                        info("duke", CUSTOMER, 2, List.of(held.id()), 0),
                        info("mail", MAIL, 2, List.of(held.id()), 2));
    }

    private static LimitInfo info(
            String name, LimitRule rule, long waiting, List<TaskId> holders, long started) {
        return new LimitInfo(
                name,
                Scope.KEY,
                rule.concurrency(),
                rule.rate(),
                rule.rate() == 0 ? null : rule.per(),
                waiting,
                holders.size(),
                holders,
                started);
    }

    private List<LimitInfo> limits(Map<String, LimitRule> ofQueues) {
        Overview overview = stores.overview();
        return Jta.committed(
                () ->
                        Limits.read(
                                overview,
                                new NodeLimits(ofQueues, new TaskDefinitions(List.of(METHOD)))));
    }

    private ClaimedTask claimFirst(String lane) {
        List<HeldLimit> held =
                HeldLimit.all("default", null, METHOD.limits(), Lane.of(lane).keys());
        LaneTask first =
                lanes.first("default", ClaimFilter.all(Set.of(METHOD.signature())), Map.of(lane, 1))
                        .get(0);
        return lanes.claim(
                        new LaneClaim("default", Map.of(first, held), lanes.states(held), false),
                        LEASE)
                .orElseThrow()
                .get(0);
    }

    @Test
    void limits_of_queues_are_there_and_count_all_tasks_of_the_queue() {
        stored("mail", SIGNATURE, Lane.NONE, tasks.now());

        List<LimitInfo> limits =
                limits(Map.of("mail", MAIL, "unused", new LimitRule("unused", 1, 0, MINUTE)));

        assertThat(limits)
                .containsExactly(
                        new LimitInfo("mail", Scope.QUEUE, 3, 5, MINUTE, 1, 0, List.of(), 0),
                        new LimitInfo("unused", Scope.QUEUE, 1, 0, null, 0, 0, List.of(), 0),
                        new LimitInfo("mail", Scope.KEY, 3, 5, MINUTE, 0, 0, List.of(), 0));
    }

    @Test
    void lanes_of_other_releases_count_for_no_limit() {
        stored("default", METHOD.signature(), new Lane("", List.of("mail")).text(), tasks.now());
        stored("default", "unknown", LANE, tasks.now());

        assertThat(limits(Map.of())).containsExactly(info("mail", MAIL, 0, List.of(), 0));
    }
}
