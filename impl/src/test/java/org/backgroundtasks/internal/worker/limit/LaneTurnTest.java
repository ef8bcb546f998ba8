package org.backgroundtasks.internal.worker.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.backgroundtasks.internal.store.limit.LaneStore;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.time.Ticker;
import org.backgroundtasks.testing.Around;
import org.junit.jupiter.api.Test;

/** Which lanes are looked at. */
class LaneTurnTest {

    private final NavigableSet<String> all = new TreeSet<>();
    private int looks;
    private final LaneTurn turn = new LaneTurn(store(), "queue", Ticker.SYSTEM);

    private LaneStore store() {
        return Around.wrap(
                LaneStore.class,
                null,
                (method, arguments, itself) -> {
                    looks++;
                    return all.tailSet((String) arguments[1], false).stream()
                            .limit((int) arguments[2])
                            .toList();
                });
    }

    private void add(String group, int lanes) {
        IntStream.range(1_000, 1_000 + lanes)
                .forEach(i -> all.add(new Lane(group, List.of("k" + i)).text()));
    }

    private List<String> groups(List<String> lanes) {
        return lanes.stream().map(Lane::groupOf).distinct().toList();
    }

    @Test
    void all_lanes_are_looked_at_where_there_are_few() {
        add("a", 3);
        add("b", 3);

        assertThat(turn.next(10)).containsExactlyElementsOf(all);
        assertThat(turn.next(10)).containsExactlyElementsOf(all);
        assertThat(turn.hasOthers()).isFalse();
    }

    @Test
    void others_have_the_next_turn_where_there_are_many() {
        add("", 25);
        List<String> lanes = List.copyOf(all);

        assertThat(turn.next(10)).isEqualTo(lanes.subList(0, 10));
        assertThat(turn.next(10)).isEqualTo(lanes.subList(10, 20));
        assertThat(turn.next(10)).startsWith(lanes.get(20)).contains(lanes.get(4)).hasSize(10);
    }

    @Test
    void a_group_of_many_lanes_hides_no_others() {
        add("a", 3);
        add("b", 1_000);
        add("c", 1);

        List<String> lanes = turn.next(100);

        assertThat(groups(lanes)).contains("a", "b", "c");
        assertThat(lanes).doesNotHaveDuplicates().hasSizeLessThan(30);
    }

    @Test
    void of_a_group_of_many_lanes_all_have_their_turn() {
        add("a", 3);
        add("b", 130);
        add("c", 45);
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 8; i++) {
            seen.addAll(turn.next(100));
            turn.isClaimed();
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void the_only_group_is_looked_at_as_a_whole() {
        add("tenant", 250);
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 3; i++) {
            List<String> next = turn.next(100);
            assertThat(next).hasSize(100);
            seen.addAll(next);
        }

        assertThat(seen).hasSize(250);
    }

    @Test
    void many_groups_of_many_lanes_all_have_their_turn() {
        IntStream.range(100, 130).forEach(group -> add("g" + group, 50));
        add("small", 1);
        Set<String> seen = new HashSet<>();
        List<String> first = new ArrayList<>();

        for (int i = 0; i < 40; i++) {
            List<String> next = turn.next(100);
            assertThat(next).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(119);
            turn.isClaimed();
            seen.addAll(next);
            if (i < 7) {
                first.addAll(groups(next));
            }
        }

        assertThat(first)
                .as("within one round")
                .contains("small")
                .containsAll(groups(List.copyOf(all)));
        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void many_groups_of_one_lane_cost_one_look() {
        IntStream.range(0, 1_000).forEach(group -> add("g" + group, 1));

        turn.next(100);

        assertThat(looks).isEqualTo(1);
    }

    @Test
    void looks_in_vain_go_through_all_lanes_once_and_move_no_turn() {
        IntStream.range(100, 400).forEach(group -> add("g" + group, 1));
        turn.next(100);
        turn.isClaimed();
        String position = turn.position();
        Set<String> seen = new HashSet<>(turn.next(100));
        int vain = 0;
        while (turn.isAnotherWorthALook()) {
            seen.addAll(turn.next(100));
            vain++;
        }

        assertThat(seen).hasSize(300);
        assertThat(vain).isLessThan(10);
        assertThat(turn.position()).isEqualTo(position);
    }

    @Test
    void what_has_ended_brings_it_back_to_whose_turn_it_was() {
        IntStream.range(100, 400).forEach(group -> add("g" + group, 1));
        List<String> first = turn.next(100);
        turn.next(100);

        turn.isUsed();

        assertThat(turn.next(100)).isEqualTo(first);
    }

    @Test
    void however_often_something_ends_all_lanes_are_looked_at() {
        IntStream.range(100, 600).forEach(group -> add("g" + group, 1));
        Set<String> seen = new HashSet<>();

        for (int i = 0; i < 12; i++) {
            seen.addAll(turn.next(100));
            turn.isUsed();
        }

        assertThat(seen).hasSize(500);
    }

    @Test
    void looks_in_vain_go_through_all_lanes_of_large_groups_too() {
        add("a", 130);
        add("b", 1);
        add("c", 45);
        Set<String> seen = new HashSet<>();
        int looks = 0;
        do {
            seen.addAll(turn.next(100));
            looks++;
        } while (turn.isAnotherWorthALook());

        assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
        assertThat(looks).isLessThan(20);
    }

    @Test
    void it_can_go_back() {
        IntStream.range(100, 300).forEach(group -> add("g" + group, 1));
        List<String> first = turn.next(100);

        turn.backTo(Lane.endOf(Lane.groupOf(first.get(9))));

        assertThat(turn.next(100)).startsWith(first.get(10)).hasSize(100);
    }
}
