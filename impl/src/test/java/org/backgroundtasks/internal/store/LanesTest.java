package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.limit.KeylessTask;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.testing.Jta;
import org.backgroundtasks.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** Tasks that take turns, and how they are found. */
class LanesTest extends LaneContract {

    @Test
    void lanes_are_told_apart_from_other_tasks() {
        stored(Lane.NONE);
        assertThat(lanes.hasLanes("default")).isFalse();
        NewTask limited = stored(LANE);

        assertThat(lanes.hasLanes("default")).isTrue();
        assertThat(lanes.lanes("default", Lane.NONE, 10)).containsExactly(LANE);
        assertThat(lanes.lanes("default", LANE, 10)).isEmpty();
        assertThat(claims.nextReadyQueue("a").orElseThrow().hasLanes()).isTrue();
        assertThat(claim(10)).hasSize(1).noneMatch(task -> task.id().equals(limited.id()));
    }

    @Test
    void lanes_are_found_in_their_order_a_page_at_a_time() {
        List<String> all =
                IntStream.range(10, 35)
                        .mapToObj(i -> new Lane(i % 2 == 0 ? "" : "Ä", List.of("k" + i)).text())
                        .toList();
        all.forEach(this::stored);

        List<String> found = new ArrayList<>();
        List<String> page = lanes.lanes("default", Lane.NONE, 10);
        while (!page.isEmpty()) {
            found.addAll(page);
            page = lanes.lanes("default", page.get(page.size() - 1), 10);
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void the_first_of_each_lane_come_by_priority_then_time() {
        Instant now = tasks.now();
        NewTask late = task("default", SIGNATURE, 0, now, now, "[]").in(LANE);
        NewTask urgent = task("default", SIGNATURE, 7, now, now, "[]").in(LANE);
        NewTask plain = task("default", SIGNATURE, 5, now, now, "[]");
        NewTask other = task("default", "other", 9, now, now, "[]").in(LANE);
        Jta.committed(
                () -> {
                    insert(List.of(late, urgent, plain, other));
                    return null;
                });

        assertThat(first(1)).extracting(LaneTask::id).containsExactly(urgent.id(), plain.id());
        assertThat(first(9))
                .extracting(LaneTask::id)
                .containsExactly(urgent.id(), plain.id(), late.id());
    }

    @Test
    void tasks_of_methods_that_had_no_limits_are_put_into_lanes() {
        NewTask old = stored(Lane.NONE);
        stored(LANE);

        assertThat(keyless()).containsExactly(old.id());
        lanes.move(old.id(), Lane.NONE, LANE);

        assertThat(keyless()).isEmpty();
        assertThat(first(10)).hasSize(2).allMatch(task -> task.lane().equals(LANE));
    }

    private List<TaskId> keyless() {
        return lanes.keyless(Set.of(SIGNATURE), 10).stream().map(KeylessTask::id).toList();
    }

    @Test
    void so_are_those_that_have_a_group_already() {
        String group = new Lane("acme", List.of()).text();
        NewTask old = stored(group);
        stored(new Lane("acme", List.of("k")).text());

        assertThat(lanes.keyless(Set.of(SIGNATURE), 10))
                .containsExactly(new KeylessTask(old.id(), group, old.invocation()));
        lanes.move(old.id(), Lane.NONE, LANE);

        assertThat(keyless()).as("it is in another lane than that").containsExactly(old.id());
    }

    @Test
    void lanes_of_a_group_stand_together() {
        String plain = new Lane("g", List.of()).text();
        String first = new Lane("g", List.of("a")).text();
        String last = new Lane("g", List.of("\uffee")).text();
        List<String> others =
                Stream.of("g\u00a0x", "g!", "g-", "g2", "ga", "h")
                        .map(group -> new Lane(group, List.of()).text())
                        .toList();
        Stream.concat(Stream.of(plain, first, last), others.stream()).forEach(this::stored);

        List<String> all = lanes.lanes("default", Lane.NONE, 20);

        assertThat(all).startsWith(plain, first, last).hasSize(9);
        assertThat(lanes.lanes("default", Lane.endOf("g"), 20))
                .isEqualTo(all.subList(3, 9))
                .containsExactlyInAnyOrderElementsOf(others);
    }

    @Test
    void lanes_of_tasks_that_have_lost_a_worker() {
        stored("a-lane-of-others");
        NewTask lost = stored(LANE);
        TestDatabase.execute(
                dataSource,
                "update background_task set losses = 2 where lane = '%s'".formatted(LANE));

        assertThat(lanes.lanesOfLosers("default", new ClaimFilter(Set.of(SIGNATURE), 2, 9), 10))
                .containsExactly(lost.lane());
        assertThat(lanes.lanesOfLosers("default", new ClaimFilter(Set.of(SIGNATURE), 3, 9), 10))
                .isEmpty();
    }
}
