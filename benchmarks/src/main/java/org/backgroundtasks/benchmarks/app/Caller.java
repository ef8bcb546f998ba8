package org.backgroundtasks.benchmarks.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.concurrent.atomic.AtomicLong;
import org.backgroundtasks.TaskScheduler;

/** Enqueues, each time in a transaction of its own. */
@ApplicationScoped
public class Caller {

    private final AtomicLong next = new AtomicLong(1);

    @Inject private Jobs jobs;
    @Inject private TaskScheduler scheduler;

    @Transactional
    public void parked(long number) {
        jobs.parked(number);
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

    @Transactional
    public void each(long number) {
        jobs.each(number);
    }

    @Transactional
    public void outside(long number) {
        jobs.outside(number);
    }

    @Transactional
    public void limited(long number) {
        jobs.limited(number);
    }

    @Transactional
    public void rated(long number) {
        jobs.rated(number);
    }

    @Transactional
    public void account(long number) {
        jobs.account(number);
    }

    @Transactional
    public void three(long number) {
        jobs.three(number);
    }

    @Transactional
    public void narrow(long number) {
        jobs.narrow(number);
    }

    @Transactional
    public void batched(long number) {
        jobs.batched(number);
    }

    @Transactional
    public void text(String text) {
        jobs.text(text);
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
