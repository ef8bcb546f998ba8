package org.backgroundtasks.benchmarks.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.backgroundtasks.TaskScheduler;

/** Enqueues, each time in a transaction of its own. */
@ApplicationScoped
public class Caller {

    private final AtomicLong next = new AtomicLong(1);

    @Inject private Jobs jobs;
    @Inject private TaskScheduler scheduler;

    /** Any job. */
    @Transactional
    public void call(LongConsumer job, long number) {
        job.accept(number);
    }

    /** With a key that no other has. */
    @Transactional
    public void keyed(long any) {
        jobs.keyed(next.getAndIncrement());
    }

    /** With a key that a task has. */
    @Transactional
    public void kept(long any) {
        jobs.keyed(0);
    }

    @Transactional
    public void keyedAtOnce(int count) {
        scheduler.enqueueAll(
                () -> {
                    for (int i = 0; i < count; i++) {
                        jobs.keyed(next.getAndIncrement());
                    }
                });
    }

    /** The time is taken just before the task is written. */
    @Transactional
    public void pickup() {
        jobs.pickup(Pickups.now());
    }

    @Transactional
    public void parkedAtOnce(long first, int count) {
        scheduler.enqueueAll(
                () -> {
                    for (int i = 0; i < count; i++) {
                        jobs.parked(first + i);
                    }
                });
    }
}
