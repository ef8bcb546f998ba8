package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A WildFly that an operator has told to begin nothing more, and then to go on. */
@ExtendWith(ClusterExtension.class)
class SuspendedServersIT {

    /** Longer than any lease lasts without a heartbeat. */
    private static final Duration LONG = Cluster.LEASE.multipliedBy(3);

    private static final int LIMITED = 5;

    /** Long enough to see whether somebody is told of a task, or finds it. */
    private static final Duration RARE_POLL = Duration.ofSeconds(10);

    private static final Map<String, String> WORKER =
            Map.of(
                    "BACKGROUND_TASKS_NOTIFY",
                    "true",
                    "BACKGROUND_TASKS_POLL_INTERVAL",
                    RARE_POLL.toString());
    private static final Map<String, String> CALLER =
            Map.of("BACKGROUND_TASKS_NOTIFY", "true", "BACKGROUND_TASKS_WORKER_ENABLED", "false");

    @Test
    void a_suspended_server_goes_on_when_it_is_resumed(Cluster cluster) throws Exception {
        assumeTrue(cluster.kind() == Servers.WILDFLY, "only WildFly can be suspended");
        cluster.restart(cluster.jobs(), cluster.jobs(), WORKER, CALLER, Overriding.NONE);
        Server worker = cluster.first();
        Server caller = cluster.second();
        caller.post("faults/enqueue?job=limited&millis=60000&count=" + LIMITED);
        caller.post("faults/enqueue?job=work&millis=500&count=50");
        await().atMost(Duration.ofSeconds(30)).until(() -> started(cluster, "limited") == LIMITED);
        cluster.fault(worker.node());
        worker.suspend();
        assertThat(timeouts(cluster)).as("timeouts that did not fall into it").isZero();
        long complaints = complaints(worker);
        caller.post("faults/enqueue?job=work&millis=20&count=50");
        Thread.sleep(LONG.toMillis());
        complaints = complaints(worker) - complaints;
        worker.resume();
        cluster.awaitDrained(Duration.ofMinutes(1));
        caller.post("faults/enqueue?job=limited&millis=60000&count=" + LIMITED);
        cluster.awaitDrained(Duration.ofMinutes(1));
        Duration told = longestWait(cluster, caller);

        Verdict verdict = Verdict.of(cluster.postgres());
        cluster.report()
                .add(
                        "WildFly suspended for three leases, and resumed",
                        verdict,
                        "%d timeouts of bodies; told of a task within %d ms after it; %d warnings meanwhile"
                                .formatted(timeouts(cluster), told.toMillis(), complaints));
        verdict.assertExactlyOnce();
        assertThat(timeouts(cluster)).as("bodies that were told to stop").isEqualTo(2 * LIMITED);
        assertThat(told).isLessThan(RARE_POLL.dividedBy(2));
        assertThat(complaints)
                .as("warnings and errors while it was suspended")
                .isLessThan(LONG.toSeconds());
        assertThat(worker.isAlive()).isTrue();
        assertThat(worker.isReady()).isTrue();
    }

    private static long complaints(Server server) throws Exception {
        return server.logged(" WARN ") + server.logged(" ERROR ");
    }

    /** Of tasks that come one by one when there is nothing else to do. */
    private static Duration longestWait(Cluster cluster, Server caller) {
        cluster.fault("resumed");
        for (int i = 0; i < 5; i++) {
            caller.post("faults/enqueue?job=work&millis=0&count=1");
            cluster.awaitDrained(Duration.ofMinutes(1));
        }
        return Duration.ofMillis(
                cluster.postgres()
                        .number(
                                """
                                select max(extract(epoch from s.at - e.at) * 1000)::bigint
                                from started s join enqueued e on e.id = s.task_id
                                where e.at > (select at from fault where node = 'resumed')
                                """));
    }

    private static long started(Cluster cluster, String name) {
        return cluster.postgres()
                .number(
                        "select count(*) from started join background_task on id = task_id where name = '%s'"
                                .formatted(name));
    }

    private static long timeouts(Cluster cluster) {
        return cluster.postgres()
                .number(
                        "select count(*) from background_task_failure where error like '%BGTASK000609%'");
    }
}
