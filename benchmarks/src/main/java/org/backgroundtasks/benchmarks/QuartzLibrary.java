package org.backgroundtasks.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.backgroundtasks.servers.Postgres;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/** Quartz with a clustered JDBC store that acquires triggers in batches. */
public final class QuartzLibrary extends Library {

    private static final String CALLED_AT = "calledAt";
    private static final Countdown COUNTDOWN = new Countdown();
    private static final Waits WAITS = new Waits();

    private final Postgres postgres;
    private final Scheduler scheduler;
    private final AtomicLong ids = new AtomicLong();

    QuartzLibrary(Postgres postgres, int workers) throws IOException, SchedulerException {
        this.postgres = postgres;
        try (InputStream script =
                Scheduler.class.getResourceAsStream("impl/jdbcjobstore/tables_postgres.sql")) {
            postgres.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        scheduler = new StdSchedulerFactory(settings(workers)).getScheduler();
    }

    private Properties settings(int workers) {
        Properties settings = new Properties();
        Map.of(
                        "scheduler.instanceName", "benchmark",
                        "scheduler.instanceId", "AUTO",
                        "scheduler.batchTriggerAcquisitionMaxCount", String.valueOf(workers),
                        "threadPool.threadCount", String.valueOf(workers),
                        "jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX",
                        "jobStore.driverDelegateClass",
                                "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate",
                        "jobStore.isClustered", "true",
                        "jobStore.acquireTriggersWithinLock", "true",
                        "jobStore.dataSource", "benchmark",
                        "scheduler.skipUpdateCheck", "true")
                .forEach((key, value) -> settings.setProperty("org.quartz." + key, value));
        Map.of(
                        "provider", "hikaricp",
                        "driver", "org.postgresql.Driver",
                        "URL", postgres.url() + "?ApplicationName=rival",
                        "user", "postgres",
                        "password", "postgres",
                        "maxConnections", String.valueOf(workers + 10))
                .forEach(
                        (key, value) ->
                                settings.setProperty(
                                        "org.quartz.dataSource.benchmark." + key, value));
        return settings;
    }

    @Override
    public String name() {
        return "Quartz";
    }

    @Override
    public double pace() {
        return 0.03;
    }

    @Override
    public Map<Measure, Trial> trials() {
        return withPickups(super.trials(), this::pickup);
    }

    /** The body. */
    public static final class Each implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            COUNTDOWN.count();
        }
    }

    /** The body that tells how long it has waited. */
    public static final class Pickup implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            WAITS.startedAfter(context.getMergedJobDataMap().getLong(CALLED_AT));
        }
    }

    /** Leaves triggers that wait for their time, so that no plan is made for an empty table. */
    private void renew() {
        postgres.execute(
                "truncate qrtz_job_details, qrtz_triggers, qrtz_simple_triggers, qrtz_fired_triggers cascade",
                """
                insert into qrtz_job_details (sched_name, job_name, job_group, job_class_name, is_durable,
                    is_nonconcurrent, is_update_data, requests_recovery)
                select 'benchmark', 'later-' || i, 'DEFAULT', '%s', false, false, false, false
                from generate_series(1, %d) i
                """
                        .formatted(Each.class.getName(), TaskTable.ROWS_BEFORE),
                """
                insert into qrtz_triggers (sched_name, trigger_name, trigger_group, job_name, job_group,
                    next_fire_time, prev_fire_time, priority, trigger_state, trigger_type, start_time, end_time,
                    misfire_instr)
                select sched_name, job_name, job_group, job_name, job_group, %1$d, -1, 5, 'WAITING', 'SIMPLE',
                    %1$d, 0, 0 from qrtz_job_details
                """
                        .formatted(System.currentTimeMillis() + Duration.ofDays(1).toMillis()),
                """
                insert into qrtz_simple_triggers
                select sched_name, trigger_name, trigger_group, 0, 0, 0 from qrtz_triggers
                """);
        analyze();
    }

    private void analyze() {
        postgres.execute(
                "vacuum analyze qrtz_job_details",
                "vacuum analyze qrtz_triggers",
                "vacuum analyze qrtz_simple_triggers");
    }

    @Override
    double enqueue(int threads, int tasks) throws Exception {
        renew();
        return Threads.rate(tasks, threads, () -> schedule(tasks / threads));
    }

    private void schedule(int count) throws SchedulerException {
        for (int i = 0; i < count; i++) {
            schedule(JobBuilder.newJob(Each.class));
        }
    }

    private void schedule(JobBuilder body) throws SchedulerException {
        String id = String.valueOf(ids.incrementAndGet());
        scheduler.scheduleJob(body.withIdentity(id).build(), trigger(id));
    }

    private static Trigger trigger(String id) {
        return TriggerBuilder.newTrigger().withIdentity(id).startNow().build();
    }

    @Override
    double enqueueBulk(int tasks) throws Exception {
        renew();
        return Threads.rate(tasks, 1, () -> inBatches(tasks, this::scheduleAtOnce));
    }

    private void scheduleAtOnce(int count) throws SchedulerException {
        Map<JobDetail, Set<? extends Trigger>> all = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String id = String.valueOf(ids.incrementAndGet());
            all.put(JobBuilder.newJob(Each.class).withIdentity(id).build(), Set.of(trigger(id)));
        }
        scheduler.scheduleJobs(all, false);
    }

    /** The time runs from the call, which commits. */
    private double pickup(int count, double share) throws Exception {
        renew();
        scheduler.start();
        try {
            return WAITS.quantile(count, share, this::scheduleOne);
        } finally {
            scheduler.standby();
        }
    }

    private void scheduleOne() throws SchedulerException {
        schedule(JobBuilder.newJob(Pickup.class).usingJobData(CALLED_AT, System.nanoTime()));
    }

    @Override
    double drainOutside(int tasks) throws Exception {
        renew();
        schedule(tasks);
        analyze();
        return running(tasks, () -> {});
    }

    @Override
    double both(int tasks) throws Exception {
        renew();
        return running(tasks / 4 * 4, () -> Threads.time(4, () -> schedule(tasks / 4)));
    }

    private double running(int tasks, Threads.Work meanwhile) throws Exception {
        try {
            return COUNTDOWN.rate(
                    tasks,
                    () -> {
                        scheduler.start();
                        meanwhile.run();
                    });
        } finally {
            scheduler.standby();
        }
    }

    @Override
    public void close() throws SchedulerException {
        scheduler.shutdown(true);
    }
}
