package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.backgroundtasks.servers.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two versions of an application side by side, as while a new one is rolled out. */
@ExtendWith(ClusterExtension.class)
class VersionsIT {

    @Test
    void each_version_runs_what_it_knows_and_fails_nothing(Cluster cluster) throws Exception {
        Server old = cluster.first();
        Server next = cluster.second();
        cluster.restart(
                Applications.oldVersion(cluster.work()),
                Applications.newVersion(cluster.work()),
                Map.of(),
                Map.of(),
                Overriding.NONE);
        // Six jobs side by side, and two while the old version is away.
        int count = cluster.scaled(2_000) / 8;
        old.post("faults/call-all?count=" + count);
        next.post("faults/call-all?count=" + count);
        cluster.awaitDrained(Duration.ofMinutes(2));
        // What only the old version can run waits while no such node is there, and an operator
        // hears of it. The rest runs on the new one.
        old.post("faults/call-later?delay=15000&count=" + count);
        String node = old.node();
        old.kill();
        cluster.fault(node);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> next.get("health/live").contains("\"unresolvedTasks\":" + count));
        Thread.sleep(Cluster.LEASE.multipliedBy(2).toMillis());
        long reports = next.logged("BGTASK000616") + next.logged("BGTASK000617");
        old.launch(Map.of());
        cluster.awaitDrained(Duration.ofMinutes(2));

        Postgres postgres = cluster.postgres();
        Verdict verdict = Verdict.of(postgres);
        long upcast =
                postgres.number("select count(*) from ran where by = 'old0' and version = 'new'");
        cluster.report()
                .add(
                        "two versions side by side, and the old one away for a while",
                        verdict,
                        "%d waited for their version, %d ran in the new one"
                                .formatted(count, upcast));
        verdict.assertExactlyOnce();
        assertThat(
                        postgres.number(
                                "select count(*) from background_task where state <> 'SUCCEEDED'"))
                .isZero();
        assertThat(
                        postgres.texts(
                                """
                                select distinct name || ' ' || by || ' ' || version
                                from ran join background_task on id = task_id where name <> 'kept' order by 1
                                """))
                .contains(
                        "added new new",
                        "extended new1 new",
                        "extended old0 new",
                        "removed old old")
                .isSubsetOf(
                        "added new new",
                        "extended new1 new",
                        "extended old old",
                        "extended old0 new",
                        "removed old old");
        assertThat(upcast)
                .as("old tasks that ran on the new version")
                .isGreaterThanOrEqualTo(count);
        assertThat(reports).as("one line for each name").isOne();
    }
}
