package org.backgroundtasks.internal.worker.queue;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.backgroundtasks.internal.worker.lease.RunningTask;

/**
 * How much memory the arguments take of all tasks that this node has claimed. The rest of it is the
 * application's: what does not fit waits, and what is larger than all of it runs alone.
 */
public final class HeldBytes {

    private static final int SHARE_OF_HEAP = 16;
    private static final long LEAST = 8_000_000;

    private final long most;
    private final AtomicLong held = new AtomicLong();

    HeldBytes() {
        this(Math.max(LEAST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
    }

    HeldBytes(long most) {
        this.most = most;
    }

    /** How much more there is room for; negative if a large one has taken more than there is. */
    public long left() {
        return most - held.get();
    }

    public void add(Collection<RunningTask> tasks) {
        tasks.forEach(task -> held.addAndGet(task.task().mostBytes()));
    }

    /** Returns whether there is room again, where there was none. */
    public boolean remove(RunningTask task) {
        long bytes = task.task().mostBytes();
        long now = held.addAndGet(-bytes);
        return now < most && now + bytes >= most;
    }
}
