package org.backgroundtasks.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backgroundtasks.servers.Postgres;

/**
 * db-scheduler, polling by lock-and-fetch as its documentation advises for throughput. Its tasks
 * are not settled in the transaction of their work.
 */
final class DbScheduler extends Library {

    private static final String TABLE =
            """
            create table scheduled_tasks (
                task_name text not null, task_instance text not null, task_data bytea,
                execution_time timestamp with time zone not null, picked boolean not null, picked_by text,
                last_success timestamp with time zone, last_failure timestamp with time zone,
                consecutive_failures int, last_heartbeat timestamp with time zone,
                version bigint not null, priority smallint, state text,
                primary key (task_name, task_instance));
            create index execution_time_idx on scheduled_tasks (execution_time);
            create index last_heartbeat_idx on scheduled_tasks (last_heartbeat);
            create index priority_execution_time_idx on scheduled_tasks (priority desc, execution_time asc)
            """;

    private final Postgres postgres;
    private final HikariDataSource dataSource;
    private final int workers;
    private final AtomicLong ids = new AtomicLong();
    private final Countdown countdown = new Countdown();
    private final Waits waits = new Waits();
    private final OneTimeTask<Long> task =
            Tasks.oneTime("each", Long.class).execute((instance, context) -> countdown.count());
    private final OneTimeTask<Long> pickup =
            Tasks.oneTime("pickup", Long.class)
                    .execute((instance, context) -> waits.startedAfter(instance.getData()));

    DbScheduler(Postgres postgres, int workers) {
        this.postgres = postgres;
        this.workers = workers;
        dataSource = Pool.open(postgres, workers + 10);
        postgres.execute(TABLE);
    }

    @Override
    public String name() {
        return "db-scheduler";
    }

    @Override
    public Map<Measure, Trial> trials() {
        Map<Measure, Trial> trials = super.trials();
        trials.put(Measure.DRAIN, this::drainOutside);
        return withPickups(trials, this::pickup);
    }

    private Scheduler scheduler() {
        return Scheduler.create(dataSource, task, pickup)
                .threads(workers)
                .pollUsingLockAndFetch(1.0, 4.0)
                .pollingInterval(Duration.ofSeconds(5))
                .enableImmediateExecution()
                .build();
    }

    /** Leaves tasks that wait for their time, so that no plan is made for an empty table. */
    private void renew() {
        postgres.execute(
                "truncate scheduled_tasks",
                """
                insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                select 'each', 'later-' || i, clock_timestamp() + interval '1 day', false, 1
                from generate_series(1, %d) i
                """
                        .formatted(TaskTable.ROWS_BEFORE),
                "vacuum analyze scheduled_tasks");
    }

    @Override
    double enqueue(int threads, int tasks) throws Exception {
        renew();
        Scheduler scheduler = scheduler();
        return Threads.rate(tasks, threads, () -> schedule(scheduler, tasks / threads));
    }

    private void schedule(Scheduler scheduler, int count) {
        for (int i = 0; i < count; i++) {
            scheduler.schedule(instance(), Instant.now());
        }
    }

    private TaskInstance<Long> instance() {
        long id = ids.incrementAndGet();
        return task.instance(String.valueOf(id), id);
    }

    @Override
    double enqueueBulk(int tasks) throws Exception {
        renew();
        Scheduler scheduler = scheduler();
        return Threads.rate(tasks, 1, () -> scheduleBatches(scheduler, tasks));
    }

    private void scheduleBatches(Scheduler scheduler, int tasks) throws Exception {
        inBatches(
                tasks,
                count -> {
                    Stream<TaskInstance<?>> batch =
                            IntStream.range(0, count).mapToObj(any -> instance());
                    scheduler.scheduleBatch(batch, Instant.now());
                });
    }

    @Override
    double drainOutside(int tasks) throws Exception {
        renew();
        Scheduler scheduler = scheduler();
        scheduleBatches(scheduler, tasks);
        postgres.execute("vacuum analyze scheduled_tasks");
        return running(scheduler, tasks, () -> {});
    }

    @Override
    double both(int tasks) throws Exception {
        renew();
        Scheduler scheduler = scheduler();
        return running(
                scheduler,
                tasks / 4 * 4,
                () -> Threads.time(4, () -> schedule(scheduler, tasks / 4)));
    }

    /** The time runs from the call, which commits. */
    private double pickup(int count, double share) throws Exception {
        renew();
        Scheduler scheduler = scheduler();
        scheduler.start();
        try {
            return waits.quantile(count, share, () -> scheduleOne(scheduler));
        } finally {
            scheduler.stop();
        }
    }

    private void scheduleOne(Scheduler scheduler) {
        String id = String.valueOf(ids.incrementAndGet());
        scheduler.schedule(pickup.instance(id, System.nanoTime()), Instant.now());
    }

    private double running(Scheduler scheduler, int tasks, Threads.Work meanwhile)
            throws Exception {
        try {
            return countdown.rate(
                    tasks,
                    () -> {
                        scheduler.start();
                        meanwhile.run();
                    });
        } finally {
            scheduler.stop();
        }
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
