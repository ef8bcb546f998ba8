package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Servers that are gone from one moment to the next. */
@ExtendWith(ClusterExtension.class)
class KilledServersIT {

    private static final int MOST_MILLIS_BEFORE_A_KILL = 1_000;

    @Test
    void servers_are_killed_while_they_work(Cluster cluster) throws Exception {
        cluster.fresh();
        int rounds = cluster.scaled(20);
        long interrupted = 0;
        for (int round = 0; round < rounds; round++) {
            Server victim = cluster.any();
            String node = victim.node();
            cluster.any().post("faults/enqueue?job=work&millis=40&count=1000");
            await().atMost(Duration.ofSeconds(30)).until(() -> cluster.running(node) > 0);
            Thread.sleep(cluster.random().nextInt(MOST_MILLIS_BEFORE_A_KILL));
            cluster.fault(node);
            victim.kill();
            interrupted += cluster.running(node);
            victim.launch(Map.of());
            victim.awaitStarted();
        }
        cluster.awaitDrained(Duration.ofMinutes(3));

        Verdict verdict = Verdict.of(cluster.postgres());
        cluster.report()
                .add(
                        "kill -9 of a random server",
                        verdict,
                        "%d tasks were running on it".formatted(interrupted));
        verdict.assertExactlyOnce();
        assertThat(verdict.tasks()).isEqualTo(rounds * 1000L);
        assertThat(interrupted).as("tasks that the kills met").isPositive();
        assertThat(verdict.longestResume())
                .isNotNull()
                .isLessThan(Cluster.LEASE.plus(Cluster.POLL.multipliedBy(2)));
    }

    @Test
    void callers_roll_back_or_are_killed_around_their_commit(Cluster cluster) throws Exception {
        cluster.fresh();
        int calls = cluster.scaled(2_000);
        StringBuilder rolledBack = new StringBuilder();
        for (int left = calls; left > 0; left -= 100) {
            cluster.any().post("faults/enqueue?job=work&count=" + Math.min(left, 100) / 2);
            rolledBack
                    .append(cluster.any().post("faults/roll-back?count=" + Math.min(left, 100) / 2))
                    .append(' ');
        }
        int kills = cluster.scaled(20);
        for (int kill = 0; kill < kills; kill++) {
            killCaller(cluster, kill % 2 == 0 ? "before" : "after");
        }
        cluster.awaitDrained(Duration.ofMinutes(2));

        Verdict verdict = Verdict.of(cluster.postgres());
        String[] undone = rolledBack.toString().trim().split(" ");
        String forbidden = String.join("', '", undone);
        long ofRolledBack =
                cluster.postgres()
                        .number(
                                "select (select count(*) from background_task where id in ('%1$s'))"
                                                .formatted(forbidden)
                                        + " + (select count(*) from effect where task_id in ('%1$s'))"
                                                .formatted(forbidden));
        long ofKilledBefore =
                cluster.postgres()
                        .number(
                                "select count(*) from reached join background_task on point = 'before ' || id");
        long lost =
                cluster.postgres()
                        .number(
                                """
                                select count(*) from reached where point like 'after %'
                                and not exists (select 1 from effect where point = 'after ' || task_id)
                                """);
        cluster.report()
                .add(
                        "caller rolled back, or killed before and after its COMMIT",
                        verdict,
                        "%d rolled back".formatted(undone.length));
        verdict.assertExactlyOnce();
        assertThat(undone).hasSize(calls / 2);
        assertThat(ofRolledBack).as("tasks of transactions that rolled back").isZero();
        assertThat(ofKilledBefore).as("tasks of callers killed before their commit").isZero();
        assertThat(lost).as("tasks of callers killed after their commit").isZero();
        assertThat(cluster.postgres().number("select count(*) from reached")).isEqualTo(kills);
    }

    private static void killCaller(Cluster cluster, String when) throws IOException {
        Server caller = cluster.any();
        String node = caller.node();
        long before = reached(cluster);
        caller.postAsync("faults/hold-%s-commit".formatted(when));
        await().atMost(Duration.ofSeconds(30)).until(() -> reached(cluster) > before);
        cluster.fault(node);
        caller.kill();
        caller.launch(Map.of());
        caller.awaitStarted();
    }

    private static long reached(Cluster cluster) {
        return cluster.postgres().number("select count(*) from reached");
    }
}
