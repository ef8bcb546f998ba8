package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.servers.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks that no server can bear. */
@ExtendWith(ClusterExtension.class)
class PoisonIT {

    private static final List<String> POISONS =
            List.of("error", "out-of-memory", "halt", "unreadable", "missing");
    private static final Duration LONGEST = Duration.ofMinutes(15);

    @Test
    void poisoned_tasks_fail_and_their_neighbours_do_not(Cluster cluster) throws Exception {
        cluster.fresh();
        int doses = cluster.scaled(10);
        int healthy = cluster.scaled(1_000);
        Server caller = cluster.any();
        for (int dose = 0; dose < doses; dose++) {
            // Nothing is due before all is stored: the first to run might take the caller down.
            for (String poison : POISONS) {
                caller.post("faults/enqueue?delay=15000&count=1&job=" + poison);
                caller.post(
                        "faults/enqueue?delay=15000&job=work&millis=20&count="
                                + healthy / doses / POISONS.size());
            }
        }
        Postgres postgres = cluster.postgres();
        postgres.execute(
                "update background_task set arguments = '[\"no number\"]' where name = 'unreadable'",
                "delete from enqueued where id in (select id from background_task where name <> 'work')");
        int deaths = 0;
        long end = System.nanoTime() + LONGEST.toNanos();
        while (cluster.waiting() > 0 && System.nanoTime() < end) {
            for (Server server : cluster.servers()) {
                if (!server.isRunning()) {
                    deaths++;
                    server.launch(Map.of());
                }
            }
            Thread.sleep(200);
        }

        Verdict verdict = Verdict.of(postgres);
        long failed =
                postgres.number(
                        "select count(*) from background_task where name <> 'work' and state = 'FAILED'");
        cluster.report()
                .add(
                        "Error, OutOfMemoryError, halt, unreadable arguments, a missing bean",
                        verdict.withFaults((long) doses * POISONS.size()),
                        "%d FAILED, %d servers taken down".formatted(failed, deaths));
        verdict.assertExactlyOnce();
        assertThat(failed).isEqualTo((long) doses * POISONS.size());
        assertThat(
                        postgres.number(
                                "select coalesce(max(attempts), 0) from background_task where name = 'halt'"))
                .as("a task that kills its server is attempted three times")
                .isEqualTo(3);
        // Two that run at once take one server down together.
        assertThat(deaths).isBetween(3, 3 * doses);
    }
}
