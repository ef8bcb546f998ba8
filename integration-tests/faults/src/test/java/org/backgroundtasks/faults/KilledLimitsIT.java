package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.backgroundtasks.servers.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers and the database are killed and stopped while limited tasks run. */
@ExtendWith(ClusterExtension.class)
class KilledLimitsIT {

    private static final int ACCOUNTS = 6;
    private static final String LIVE = "state = 'RUNNING' and name = 'account'";

    /** How many of one account run at most. */
    private static final String OF_AN_ACCOUNT =
            """
            select coalesce(max(number), 0) from (
                select count(*) as number from background_task where %s group by arguments) accounts
            """
                    .formatted(LIVE);

    @Test
    void no_limit_is_exceeded_and_no_share_is_leaked(Cluster cluster) throws Exception {
        cluster.restart(
                Applications.limited(cluster.work()),
                Applications.limited(cluster.work()),
                Map.of(),
                Map.of(),
                Overriding.NONE);
        Postgres postgres = cluster.postgres();
        AtomicLong most = new AtomicLong();
        AtomicLong mostOfAnAccount = new AtomicLong();
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        try {
            watch.scheduleWithFixedDelay(
                    () -> {
                        try {
                            most.accumulateAndGet(
                                    postgres.number(
                                            "select count(*) from background_task where " + LIVE),
                                    Math::max);
                            mostOfAnAccount.accumulateAndGet(
                                    postgres.number(OF_AN_ACCOUNT), Math::max);
                        } catch (RuntimeException e) {
                            // The database is away.
                        }
                    },
                    0,
                    20,
                    TimeUnit.MILLISECONDS);
            int rounds = Math.max(3, cluster.scaled(15));
            for (int round = 0; round < rounds; round++) {
                cluster.first().postAsync(calls(40));
                cluster.second().postAsync(calls(40));
                Thread.sleep(cluster.random().nextInt(1_500));
                switch (round % 3) {
                    case 0 -> Hits.kill(cluster);
                    case 1 -> Hits.freeze(cluster);
                    default -> Hits.restartDatabase(cluster);
                }
            }
            cluster.awaitDrained(Duration.ofMinutes(3));
            Verdict verdict = Verdict.of(postgres);
            cluster.report()
                    .add(
                            "kill -9, SIGSTOP, and a database stopped, around limited tasks",
                            verdict,
                            "%d rounds, at most %d at once".formatted(rounds, most.get()));
            verdict.assertExactlyOnce();
        } finally {
            watch.shutdownNow();
        }
        assertThat(most).as("at once under a limit of three").hasValue(3);
        assertThat(mostOfAnAccount).as("at once of an account").hasValue(1);
    }

    private static String calls(int count) {
        return "faults/limited?count=%d&accounts=%d&millis=100".formatted(count, ACCOUNTS);
    }
}
