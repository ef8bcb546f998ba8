package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.backgroundtasks.servers.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers and the database are killed and stopped while tasks with keys are called and run. */
@ExtendWith(ClusterExtension.class)
class KilledKeysIT {

    private static final int KEYS = 5;

    /** Keys of which two tasks could run at once. */
    private static final String TWICE =
            """
            select count(*) from (
                select 1 from background_task
                where task_key is not null and state in ('SCHEDULED', 'READY', 'RUNNING')
                group by task_key having count(*) > 1) twice
            """;

    @Test
    void no_key_is_leaked_and_none_is_had_twice(Cluster cluster) throws Exception {
        cluster.restart(
                Applications.keyed(cluster.work()),
                Applications.keyed(cluster.work()),
                Map.of(),
                Map.of(),
                Overriding.NONE);
        Postgres postgres = cluster.postgres();
        int rounds = Math.max(3, cluster.scaled(20));
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            calls.add(call(cluster.first()));
            calls.add(call(cluster.second()));
            Thread.sleep(cluster.random().nextInt(1_500));
            assertThat(postgres.number(TWICE)).as("keys that two tasks have").isZero();
            switch (round % 3) {
                case 0 -> Hits.kill(cluster);
                case 1 -> Hits.freeze(cluster);
                default -> Hits.restartDatabase(cluster);
            }
            assertThat(postgres.number(TWICE)).as("keys that two tasks have").isZero();
        }
        await().atMost(Duration.ofMinutes(2))
                .until(() -> calls.stream().allMatch(CompletableFuture::isDone));
        cluster.awaitDrained(Duration.ofMinutes(2));

        Verdict verdict = Verdict.of(postgres);
        cluster.report()
                .add(
                        "kill -9, SIGSTOP, and a database stopped, around tasks with keys",
                        verdict,
                        "%d rounds, %d keys".formatted(rounds, KEYS));
        verdict.assertExactlyOnce();
        assertThat(
                        postgres.number(
                                "select count(*) from background_task_key where next_task is not null"))
                .as("tasks that still wait to follow another")
                .isZero();
        assertThat(cluster.any().post("faults/keyed?count=5&keys=5&millis=0"))
                .as("all keys are free")
                .isEqualTo("5");
        cluster.awaitDrained(Duration.ofMinutes(1));
    }

    /** Its answer may not come: the server may be gone before. */
    private static CompletableFuture<?> call(Server server) {
        return server.postAsync("faults/keyed?count=60&keys=%d&millis=300".formatted(KEYS));
    }
}
