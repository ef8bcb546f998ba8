package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Servers that stand still for longer than their leases, and then believe that nothing has
 * happened.
 */
@ExtendWith(ClusterExtension.class)
class FrozenServersIT {

    @Test
    void a_server_that_stood_still_cannot_settle(Cluster cluster) throws Exception {
        cluster.fresh();
        int rounds = cluster.scaled(20);
        long rejected = 0;
        for (int round = 0; round < rounds; round++) {
            Server victim = cluster.any();
            String node = victim.node();
            long before = victim.lostLeases();
            cluster.any().post("faults/enqueue?job=work&millis=1500&count=40");
            await().atMost(Duration.ofSeconds(20)).until(() -> cluster.running(node) > 0);
            Thread.sleep(cluster.random().nextInt(1_000));
            victim.freeze();
            cluster.fault(node);
            Thread.sleep(Cluster.LEASE.multipliedBy(2).plusSeconds(1).toMillis());
            victim.thaw();
            cluster.awaitDrained(Duration.ofMinutes(1));
            long taken = taken(cluster, node);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () ->
                                    assertThat(victim.lostLeases() - before)
                                            .as("stale settles rejected, of tasks taken over")
                                            .isEqualTo(taken));
            rejected += taken;
            cluster.postgres().execute("truncate background_task cascade");
        }

        Verdict verdict = Verdict.of(cluster.postgres());
        cluster.report()
                .add(
                        "SIGSTOP for two leases and more, then SIGCONT",
                        verdict,
                        "%d stale settles, all rejected".formatted(rejected));
        verdict.assertExactlyOnce();
        assertThat(rejected).isPositive();
    }

    private static long taken(Cluster cluster, String node) {
        return cluster.postgres()
                .number(
                        "select count(*) from background_task_failure where node = '%s'"
                                        .formatted(node)
                                + " and error like 'BGTASK000608%'");
    }
}
