package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.testing.Jta;
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

        assertThat(lanes.outside(Set.of(SIGNATURE), 10)).containsOnlyKeys(old.id());
        lanes.move(old.id(), LANE);

        assertThat(lanes.outside(Set.of(SIGNATURE), 10)).isEmpty();
        assertThat(first(10)).hasSize(2).allMatch(task -> task.lane().equals(LANE));
    }
}
