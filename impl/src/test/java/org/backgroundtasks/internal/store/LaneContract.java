package org.backgroundtasks.internal.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.backgroundtasks.internal.store.limit.LaneStore;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.BeforeEach;

/** What tests of tasks that take turns have in common. */
abstract class LaneContract extends StoreContract {

    static final String LANE = new Lane("", List.of("mail")).text();

    LaneStore lanes;

    @BeforeEach
    void prepare() {
        lanes = stores.worker().lanes();
    }

    NewTask stored(String lane) {
        Instant now = tasks.now();
        NewTask task = task("default", SIGNATURE, 0, now, now, "[1]").in(lane);
        Jta.committed(
                () -> {
                    insert(List.of(task));
                    return null;
                });
        return task;
    }

    void stored(String lane, int count) {
        Jta.committed(
                () -> {
                    Instant now = tasks.now();
                    insert(
                            IntStream.range(0, count)
                                    .mapToObj(
                                            any ->
                                                    task("default", SIGNATURE, 0, now, now, "[1]")
                                                            .in(lane))
                                    .toList());
                    return null;
                });
    }

    List<LaneTask> first(int most) {
        Map<String, Integer> wanted = new HashMap<>(Map.of(Lane.NONE, most));
        lanes.lanes("default", Lane.NONE, 100).forEach(lane -> wanted.put(lane, most));
        return lanes.first("default", FILTER, wanted);
    }
}
