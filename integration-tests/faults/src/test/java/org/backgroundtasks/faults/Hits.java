package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;

/** What is done to a cluster while it works. */
final class Hits {

    private Hits() {}

    static void kill(Cluster cluster) throws Exception {
        Server victim = cluster.any();
        cluster.fault(victim.node());
        victim.kill();
        victim.launch(Map.of());
        victim.awaitStarted();
    }

    /** Long enough for its leases to expire. */
    static void freeze(Cluster cluster) throws Exception {
        Server victim = cluster.any();
        String node = victim.node();
        victim.freeze();
        cluster.fault(node);
        Thread.sleep(Cluster.LEASE.multipliedBy(2).plusSeconds(1).toMillis());
        victim.thaw();
    }

    static void restartDatabase(Cluster cluster) throws Exception {
        cluster.fault(null);
        cluster.postgres().stopImmediately();
        Thread.sleep(500);
        cluster.postgres().start();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(cluster.servers()).allMatch(Server::isReady));
    }
}
