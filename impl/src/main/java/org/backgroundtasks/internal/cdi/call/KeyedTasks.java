package org.backgroundtasks.internal.cdi.call;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.backgroundtasks.internal.cdi.node.StoredTasks;
import org.backgroundtasks.internal.store.key.KeyedTask;
import org.backgroundtasks.internal.store.key.Taking;
import org.backgroundtasks.internal.task.NewTask;

/** Stores tasks in the current transaction, those with a key unless another has it. */
@ApplicationScoped
class KeyedTasks {

    @Inject private StoredTasks stored;

    /**
     * Stores tasks.
     *
     * @return what has come of each; if one is refused, nothing was stored
     */
    List<Taking> store(List<PreparedTask> tasks) {
        List<KeyedTask> keyed =
                tasks.stream().filter(PreparedTask::hasKey).map(PreparedTask::keyed).toList();
        if (keyed.isEmpty()) {
            List<NewTask> all = tasks.stream().map(PreparedTask::task).toList();
            stored.store(all);
            return all.stream().<Taking>map(Taking.Taken::new).toList();
        }
        Iterator<Taking> ofKeyed = stored.take(keyed).iterator();
        List<Taking> takings = new ArrayList<>();
        for (PreparedTask task : tasks) {
            takings.add(task.hasKey() ? ofKeyed.next() : new Taking.Taken(task.task()));
        }
        if (takings.stream().noneMatch(Taking.Refused.class::isInstance)) {
            List<NewTask> taken =
                    takings.stream()
                            .filter(Taking.Taken.class::isInstance)
                            .map(taking -> ((Taking.Taken) taking).task())
                            .toList();
            if (!taken.isEmpty()) {
                stored.store(taken);
            }
        }
        return takings;
    }
}
