package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pools of both servers are used up, and the database is there. */
@ExtendWith(ClusterExtension.class)
class BusyPoolIT {

    private static final int POOL = 50;
    private static final int BODIES = 20;

    /** What a server may take for an answer about its health. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);

    /** Longer than the pools are used up: without a connection nobody can renew a lease. */
    private static final Map<String, String> LONG_LEASE = Map.of("BACKGROUND_TASKS_LEASE", "PT60S");

    @Test
    void every_connection_is_taken_while_bodies_end(Cluster cluster) throws Exception {
        cluster.restart(cluster.jobs(), cluster.jobs(), LONG_LEASE, LONG_LEASE, Overriding.NONE);
        // Less than a server lets anybody wait for a connection, which is 30 s.
        Duration taken = Duration.ofSeconds(Math.max(12, cluster.scaled(25)));
        int waiting = cluster.scaled(1_000);
        cluster.any().post("faults/enqueue?job=work&millis=3000&count=" + BODIES);
        cluster.any().post("faults/enqueue?job=work&millis=20&count=" + waiting);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> cluster.postgres().number("select count(*) from started") >= BODIES);
        cluster.fault(null);
        for (Server server : cluster.servers()) {
            server.postAsync(
                    "faults/hold-connections?count=%d&millis=%d".formatted(POOL, taken.toMillis()));
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> cluster.postgres().number("select count(*) from reached") == 2);
        Duration longest = assertHealthyFor(cluster, taken);
        cluster.awaitDrained(Duration.ofMinutes(2));

        Verdict verdict = Verdict.of(cluster.postgres());
        cluster.report()
                .add(
                        "every connection of the pools taken while bodies end",
                        verdict,
                        "%d s; /health answered within %d ms"
                                .formatted(taken.toSeconds(), longest.toMillis()));
        verdict.assertExactlyOnce();
        assertThat(verdict.tasks()).isEqualTo(BODIES + waiting);
        assertThat(verdict.duplicateStarts()).isZero();
        assertThat(cluster.postgres().number("select count(*) from background_task_failure"))
                .as("attempts that failed because the pool was busy")
                .isZero();
        assertThat(longest).isLessThan(LONGEST_ANSWER);
    }

    /** Returns how long it took to answer at most. */
    private static Duration assertHealthyFor(Cluster cluster, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        Duration longest = Duration.ZERO;
        while (System.nanoTime() < end) {
            for (Server server : cluster.servers()) {
                long asked = System.nanoTime();
                assertThat(server.isReady()).as("%s is ready", server.name()).isTrue();
                assertThat(server.isAlive()).as("%s is alive", server.name()).isTrue();
                Duration answer = Duration.ofNanos(System.nanoTime() - asked);
                longest = answer.compareTo(longest) > 0 ? answer : longest;
            }
            Thread.sleep(500);
        }
        return longest;
    }
}
