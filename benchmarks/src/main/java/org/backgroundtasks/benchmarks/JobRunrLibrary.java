package org.backgroundtasks.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.stream.IntStream;
import org.backgroundtasks.servers.Postgres;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/** JobRunr, with its own defaults for workers and the shortest poll interval it takes. */
public final class JobRunrLibrary extends Library {

    private static final long UNTIL_IT_WORKS_MILLIS = 6_000;
    private static final Countdown COUNTDOWN = new Countdown();

    private final Postgres postgres;
    private final HikariDataSource dataSource;
    private final JsonMapper json = new JacksonJsonMapper();
    private final StorageProvider storage;
    private final JobScheduler scheduler;

    JobRunrLibrary(Postgres postgres) {
        this.postgres = postgres;
        dataSource = Pool.open(postgres, 20);
        storage = SqlStorageProviderFactory.using(dataSource);
        storage.setJobMapper(new JobMapper(json));
        scheduler = new JobScheduler(storage);
    }

    @Override
    public String name() {
        return "JobRunr";
    }

    @Override
    public double pace() {
        return 0.2;
    }

    /** The body. */
    public void each(long number) {
        COUNTDOWN.count();
    }

    /** Leaves jobs that have ended, so that no plan is made for an empty table. */
    private void renew() {
        postgres.execute(
                "truncate jobrunr_jobs cascade",
                """
                insert into jobrunr_jobs (id, version, jobAsJson, jobSignature, state, createdAt, updatedAt)
                select gen_random_uuid()::text, 4, '{}', 'other', 'SUCCEEDED', localtimestamp, localtimestamp
                from generate_series(1, %d) i
                """
                        .formatted(TaskTable.ROWS_BEFORE),
                "vacuum analyze jobrunr_jobs");
    }

    @Override
    double enqueue(int threads, int tasks) throws Exception {
        renew();
        return Threads.rate(tasks, threads, () -> enqueueEach(tasks / threads));
    }

    private void enqueueEach(int count) {
        for (int i = 0; i < count; i++) {
            long number = i;
            scheduler.<JobRunrLibrary>enqueue(body -> body.each(number));
        }
    }

    @Override
    double enqueueBulk(int tasks) throws Exception {
        renew();
        return Threads.rate(tasks, 1, () -> enqueueBatches(tasks));
    }

    private void enqueueBatches(int tasks) throws Exception {
        inBatches(
                tasks,
                count ->
                        scheduler.<JobRunrLibrary, Long>enqueue(
                                IntStream.range(0, count).mapToObj(i -> (long) i),
                                (body, number) -> body.each(number)));
    }

    /** From the first body to the last: it looks for work only some time after its start. */
    @Override
    double drainOutside(int tasks) throws Exception {
        renew();
        enqueueBatches(tasks);
        postgres.execute("vacuum analyze jobrunr_jobs");
        return running(server -> COUNTDOWN.rateFromFirst(tasks, server::start));
    }

    /** From the first body to the last, too. */
    @Override
    double both(int tasks) throws Exception {
        renew();
        return running(
                server -> {
                    server.start();
                    Thread.sleep(UNTIL_IT_WORKS_MILLIS);
                    return COUNTDOWN.rateFromFirst(
                            tasks / 4 * 4, () -> Threads.time(4, () -> enqueueEach(tasks / 4)));
                });
    }

    private double running(Measured measured) throws Exception {
        BackgroundJobServer server =
                new BackgroundJobServer(
                        storage,
                        json,
                        new org.jobrunr.server.JobActivator() {
                            @Override
                            @SuppressWarnings("unchecked")
                            public <T> T activateJob(Class<T> type) {
                                return (T) JobRunrLibrary.this;
                            }
                        },
                        BackgroundJobServerConfiguration
                                .usingStandardBackgroundJobServerConfiguration()
                                .andPollInterval(Duration.ofSeconds(5)));
        try {
            return measured.by(server);
        } finally {
            server.stop();
        }
    }

    /** What is done with a server. */
    private interface Measured {
        double by(BackgroundJobServer server) throws Exception;
    }

    @Override
    public void close() {
        storage.close();
        dataSource.close();
    }
}
