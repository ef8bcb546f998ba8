package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.internal.task.Transition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers and applications that are asked to stop while they work. */
@ExtendWith(ClusterExtension.class)
class StoppedServersIT {

    private static final int TASKS_A_ROUND = 200;

    @Test
    void servers_are_terminated_and_applications_undeployed_and_replaced(Cluster cluster)
            throws Exception {
        cluster.fresh();
        Server terminated = cluster.first();
        Server redeployed = cluster.second();
        int rounds = cluster.scaled(20);
        long met = 0;
        long leftRunning = 0;
        for (int round = 0; round < Math.max(3, rounds); round++) {
            Server stopping = round % 3 == 0 ? terminated : redeployed;
            String node = stopping.node();
            stopping.post("faults/enqueue?job=work&millis=100&count=" + TASKS_A_ROUND);
            await().atMost(Duration.ofSeconds(30)).until(() -> cluster.running(node) > 0);
            Thread.sleep(cluster.random().nextInt(300));
            met += cluster.running(node);
            cluster.fault(node);
            if (round % 3 == 0) {
                terminated.terminate();
                leftRunning += cluster.running(node);
                terminated.launch(Map.of());
            } else if (round % 3 == 1) {
                assertThat(threads(redeployed)).as("threads while it is deployed").isNotEmpty();
                redeployed.undeploy();
                leftRunning += cluster.running(node);
                // WildFly does not interrupt them: one may wait for work for a second more.
                await().atMost(Duration.ofSeconds(5))
                        .untilAsserted(
                                () ->
                                        assertThat(threads(redeployed))
                                                .as("threads of the application")
                                                .isEmpty());
                redeployed.deploy(cluster.jobs());
            } else {
                redeployed.deploy(cluster.jobs());
                await().atMost(Duration.ofSeconds(60)).until(() -> !redeployed.node().equals(node));
                leftRunning += cluster.running(node);
            }
            stopping.awaitStarted();
        }
        cluster.awaitDrained(Duration.ofMinutes(2));

        Verdict verdict = Verdict.of(cluster.postgres());
        // What waits for finalization or in a queue of references takes more than one collection.
        long classLoaders =
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofSeconds(2))
                        .until(() -> classLoaders(redeployed), loaders -> loaders <= 2);
        cluster.report()
                .add(
                        "SIGTERM, undeployment, redeployment during work",
                        verdict,
                        "%d tasks were running there; %d class loaders in memory, one of them in use"
                                .formatted(met, classLoaders));
        verdict.assertExactlyOnce();
        assertThat(met).as("tasks that the stops met").isPositive();
        assertThat(leftRunning).as("tasks left RUNNING by a node that has stopped").isZero();
        assertThat(verdict.duplicateStarts()).isZero();
        assertThat(classLoaders)
                .as("the one in use, and at most one that is stale")
                .isBetween(1L, 2L);
    }

    /** Those that the application has made: Liberty names them by their factory. */
    private static List<String> threads(Server server) throws IOException {
        return server.jcmd("Thread.print").stream()
                .filter(line -> line.startsWith("\"") && line.contains("ManagedThreadFactory"))
                .toList();
    }

    /**
     * How many class loaders have our classes. The constants of an enum live as long as its class,
     * and that as long as its loader; what nothing holds is collected first.
     */
    private static long classLoaders(Server server) throws IOException {
        return server.jcmd("GC.class_histogram").stream()
                        .map(line -> line.trim().split("\\s+"))
                        .filter(columns -> columns.length > 3)
                        .filter(columns -> columns[3].equals(Transition.class.getName()))
                        .mapToLong(columns -> Long.parseLong(columns[1]))
                        .sum()
                / Transition.values().length;
    }
}
