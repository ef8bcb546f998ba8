package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.Test;

/** Tasks are looked at in pages, and counted. */
class LookingTest extends StoreContract {

    private List<TaskInfo> page(TaskFilter filter, TaskId before, int limit) {
        return Jta.committed(() -> queries.page(filter, before, limit));
    }

    private static TaskFilter in(TaskState... states) {
        return new TaskFilter(Set.of(states), null, null);
    }

    @Test
    void pages_have_every_task_once() {
        List<NewTask> stored = ready(25);
        Jta.committed(() -> insert(stored));

        List<TaskId> seen = new ArrayList<>();
        List<TaskInfo> page = page(TaskFilter.all(), null, 10);
        while (!page.isEmpty()) {
            page.forEach(task -> seen.add(task.id()));
            page = page(TaskFilter.all(), seen.get(seen.size() - 1), 10);
        }

        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(stored.stream().map(NewTask::id).toList());
    }

    @Test
    void a_page_has_no_more_than_was_asked_for() {
        Jta.committed(() -> insert(ready(3)));

        assertThat(page(TaskFilter.all(), null, 2)).hasSize(2);
    }

    @Test
    void a_filter_names_states_queue_and_method() {
        Instant now = tasks.now();
        NewTask here = ready();
        NewTask elsewhere = task("elsewhere", SIGNATURE, 0, now, now, "[]");
        Jta.committed(() -> insert(List.of(here, elsewhere)));
        NewTask later = scheduledAndStored();

        assertThat(page(in(TaskState.READY), null, 9)).hasSize(2);
        assertThat(page(in(TaskState.SCHEDULED, TaskState.FAILED), null, 9))
                .extracting(TaskInfo::id)
                .containsExactly(later.id());
        assertThat(page(new TaskFilter(Set.of(), "elsewhere", null), null, 9))
                .extracting(TaskInfo::id)
                .containsExactly(elsewhere.id());
        assertThat(page(new TaskFilter(Set.of(), null, "task"), null, 9)).hasSize(3);
        assertThat(page(new TaskFilter(Set.of(), null, "other"), null, 9)).isEmpty();
    }

    @Test
    void tasks_are_counted_by_state() {
        Jta.committed(() -> insert(ready(3)));
        scheduledAndStored();
        claim(1);

        assertThat(Jta.committed(() -> queries.count(TaskFilter.all())))
                .isEqualTo(
                        Map.of(
                                TaskState.READY, 2L,
                                TaskState.RUNNING, 1L,
                                TaskState.SCHEDULED, 1L));
        assertThat(Jta.committed(() -> queries.count(in(TaskState.FAILED)))).isEmpty();
    }
}
