package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.internal.cdi.BackgroundExtension;
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
        long leftRunning = 0;
        for (int round = 0; round < Math.max(3, rounds); round++) {
            Server stopping = round % 3 == 0 ? terminated : redeployed;
            String node = stopping.node();
            cluster.other(stopping)
                    .post("faults/enqueue?job=work&millis=100&count=" + TASKS_A_ROUND);
            Thread.sleep(cluster.random().nextInt(500));
            cluster.fault(node);
            if (round % 3 == 0) {
                terminated.terminate();
                leftRunning += running(cluster, node);
                terminated.launch(Map.of());
            } else if (round % 3 == 1) {
                redeployed.undeploy();
                leftRunning += running(cluster, node);
                assertThat(threads(redeployed)).as("threads of the application").isEmpty();
                redeployed.deploy(cluster.jobs());
            } else {
                redeployed.deploy(cluster.jobs());
                await().atMost(Duration.ofSeconds(60)).until(() -> !redeployed.node().equals(node));
                leftRunning += running(cluster, node);
            }
            stopping.awaitStarted();
        }
        cluster.awaitDrained(Duration.ofMinutes(2));

        Verdict verdict = Verdict.of(cluster.postgres());
        long deployments = deployments(redeployed);
        cluster.report()
                .add(
                        "SIGTERM, undeployment, redeployment during work",
                        verdict,
                        "%d deployments in memory after the last".formatted(deployments));
        verdict.assertExactlyOnce();
        assertThat(leftRunning).as("tasks left RUNNING by a node that has stopped").isZero();
        assertThat(verdict.duplicateStarts()).isZero();
        assertThat(deployments)
                .as("the deployment, and at most one that is stale")
                .isBetween(1L, 2L);
    }

    private static long running(Cluster cluster, String node) {
        return cluster.postgres()
                .number(
                        "select count(*) from background_task where state = 'RUNNING' and node = '%s'"
                                .formatted(node));
    }

    /** What still runs code of ours. */
    private static List<String> threads(Server server) throws IOException {
        return server.jcmd("Thread.print").stream()
                .filter(line -> line.contains("at org.backgroundtasks."))
                .toList();
    }

    /** Each deployment has one extension; those that nothing holds are collected first. */
    private static long deployments(Server server) throws IOException {
        return server.jcmd("GC.class_histogram").stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(columns -> columns.length > 3)
                .filter(columns -> columns[3].equals(BackgroundExtension.class.getName()))
                .mapToLong(columns -> Long.parseLong(columns[1]))
                .sum();
    }
}
