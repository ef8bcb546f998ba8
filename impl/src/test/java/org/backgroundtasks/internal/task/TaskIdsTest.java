package org.backgroundtasks.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.backgroundtasks.TaskId;
import org.junit.jupiter.api.Test;

class TaskIdsTest {

    @Test
    void are_version_7_with_the_time_in_front() {
        long before = System.currentTimeMillis();
        UUID id = TaskIds.next().value();
        long after = System.currentTimeMillis();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, after);
    }

    @Test
    void differ() {
        List<TaskId> ids = Stream.generate(TaskIds::next).limit(10_000).toList();

        assertThat(ids).doesNotHaveDuplicates();
    }
}
