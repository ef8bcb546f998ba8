package org.backgroundtasks.internal.worker.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.worker.lease.RunningTask;

/**
 * Claimed tasks of a queue that wait for a thread, in the order of their claims. Not safe for
 * several threads.
 */
final class WaitingTasks {

    private final Deque<RunningTask> waiting = new ArrayDeque<>();
    private long bytes;

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int count() {
        return waiting.size();
    }

    /** How much memory their arguments take. */
    long bytes() {
        return bytes;
    }

    void add(Collection<RunningTask> tasks) {
        waiting.addAll(tasks);
        bytes += bytes(tasks);
    }

    /** Puts tasks back before all others. */
    void putBack(Collection<RunningTask> tasks) {
        List<RunningTask> all = new ArrayList<>(tasks);
        Collections.reverse(all);
        all.forEach(waiting::addFirst);
        bytes += bytes(all);
    }

    /** How many times a thread can take something of them. */
    int runs() {
        Map<TaskDefinition, Integer> sharing = new IdentityHashMap<>();
        int runs = 0;
        for (RunningTask task : waiting) {
            boolean isFirstOfRun =
                    task.batch() == 1
                            || sharing.merge(task.definition(), 1, Integer::sum) % task.batch()
                                    == 1;
            runs += isFirstOfRun ? 1 : 0;
        }
        return runs;
    }

    /** Takes what a thread is to run next: one task, or several together; none if none waits. */
    List<RunningTask> takeRun() {
        RunningTask first = waiting.poll();
        if (first == null) {
            return List.of();
        }
        List<RunningTask> tasks = new ArrayList<>();
        tasks.add(first);
        if (first.batch() > 1) {
            // Others in between are passed by for one transaction only.
            Iterator<RunningTask> others = waiting.iterator();
            while (tasks.size() < first.batch() && others.hasNext()) {
                RunningTask other = others.next();
                if (first.sharesMethod(other)) {
                    others.remove();
                    tasks.add(other);
                }
            }
        }
        bytes -= bytes(tasks);
        return tasks;
    }

    /** Takes those that were claimed longer ago than this. */
    List<RunningTask> takeOlderThan(Duration age) {
        List<RunningTask> old =
                waiting.stream().filter(task -> task.age().compareTo(age) > 0).toList();
        if (!old.isEmpty()) {
            waiting.removeAll(Set.copyOf(old));
            bytes -= bytes(old);
        }
        return old;
    }

    List<RunningTask> takeAll() {
        List<RunningTask> all = List.copyOf(waiting);
        waiting.clear();
        bytes = 0;
        return all;
    }

    private static long bytes(Collection<RunningTask> tasks) {
        return tasks.stream().mapToLong(task -> task.task().mostBytes()).sum();
    }
}
