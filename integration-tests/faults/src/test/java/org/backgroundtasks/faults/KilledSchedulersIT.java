package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.backgroundtasks.servers.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers are killed around the ticks of a schedule of every second. */
@ExtendWith(ClusterExtension.class)
class KilledSchedulersIT {

    private static final String OF_TICKS =
            " from background_task_occurrence o join background_task_schedule s on s.id = o.schedule_id"
                    + " where s.schedule_key = 'tick'";

    @Test
    void each_instant_is_there_once(Cluster cluster) throws Exception {
        cluster.restart(
                Applications.ticking(cluster.work()),
                Applications.ticking(cluster.work()),
                Map.of(),
                Map.of(),
                Overriding.NONE);
        Postgres postgres = cluster.postgres();
        await().atMost(Duration.ofSeconds(30)).until(() -> postgres.number(stored()) > 2);
        int kills = Math.max(4, cluster.scaled(30));
        for (int kill = 0; kill < kills; kill++) {
            Server victim = cluster.any();
            String node = victim.node();
            Thread.sleep(cluster.random().nextInt(2_000));
            cluster.fault(node);
            victim.kill();
            victim.launch(Map.of());
            victim.awaitStarted();
        }
        long before = postgres.number(stored());
        await().atMost(Duration.ofSeconds(30)).until(() -> postgres.number(stored()) > before + 3);
        postgres.execute("update background_task_schedule set paused = true");
        cluster.awaitDrained(Duration.ofMinutes(1));

        long seconds =
                postgres.number(
                        "select extract(epoch from max(instant_at) - min(instant_at))::bigint + 1"
                                + OF_TICKS);
        long recorded = postgres.number("select sum(instants)::bigint" + OF_TICKS);
        long stored = postgres.number(stored());
        long tasks = postgres.number("select count(*) from background_task where name = 'tick'");
        long orphans =
                postgres.number(
                        "select count(*)"
                                + OF_TICKS
                                + " and outcome = 'STORED' and not exists (select 1 from background_task t"
                                + " where t.id = task_id and t.state = 'SUCCEEDED')");
        System.out.printf(
                "kill -9 around the ticks of a schedule: %d kills, %d instants, %d recorded, %d stored, %d tasks%n",
                kills, seconds, recorded, stored, tasks);
        cluster.report()
                .add(
                        "kill -9 around the ticks of a schedule of every second",
                        Verdict.of(postgres),
                        "%d instants, %d recorded once, %d with a task"
                                .formatted(seconds, recorded, stored));
        assertThat(recorded).as("instants that are recorded").isEqualTo(seconds);
        assertThat(tasks).as("tasks of instants").isEqualTo(stored);
        assertThat(orphans).as("instants whose task has not run").isZero();
        assertThat(stored).isPositive();
    }

    private static String stored() {
        return "select count(*)" + OF_TICKS + " and outcome = 'STORED'";
    }
}
