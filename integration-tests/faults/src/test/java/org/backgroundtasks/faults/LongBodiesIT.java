package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.backgroundtasks.servers.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bodies that take many leases, with a heartbeat and without. */
@ExtendWith(ClusterExtension.class)
class LongBodiesIT {

    private static final Duration BODY = Cluster.LEASE.multipliedBy(10);

    @Test
    void a_body_of_ten_leases_is_started_once(Cluster cluster) throws Exception {
        Verdict verdict = run(cluster, "work");

        cluster.report().add("bodies of ten leases", verdict, "");
        verdict.assertExactlyOnce();
        assertThat(verdict.duplicateStarts()).isZero();
    }

    @Test
    void a_body_whose_heartbeat_is_blocked_is_started_again_and_commits_once(Cluster cluster)
            throws Exception {
        Postgres postgres = cluster.postgres();
        postgres.execute(
                """
                create function swallow() returns trigger language plpgsql as $$
                begin
                    if old.state = 'RUNNING' and new.state = 'RUNNING' and old.lease_number = 1 then
                        return null;
                    end if;
                    return new;
                end $$
                """);
        try {
            cluster.fresh();
            postgres.execute(
                    "create trigger swallow before update on background_task for each row execute function swallow()");
            long before = lostLeases(cluster);
            Verdict verdict = run(cluster, "slow-at-first");
            await().atMost(BODY.multipliedBy(2))
                    .untilAsserted(
                            () ->
                                    assertThat(lostLeases(cluster) - before)
                                            .as("bodies that ended and were not let commit")
                                            .isEqualTo(verdict.tasks()));
            Verdict atLast = Verdict.of(postgres);
            cluster.report()
                    .add(
                            "bodies of ten leases, the first heartbeats blocked",
                            atLast.withFaults(atLast.tasks()),
                            "%d commits rejected".formatted(lostLeases(cluster) - before));
            atLast.assertExactlyOnce();
            assertThat(atLast.duplicateStarts()).isGreaterThanOrEqualTo(atLast.tasks());
        } finally {
            postgres.execute(
                    "drop trigger if exists swallow on background_task", "drop function swallow()");
        }
    }

    private static Verdict run(Cluster cluster, String job) throws Exception {
        cluster.fresh();
        cluster.any()
                .post(
                        "faults/enqueue?job=%s&millis=%d&count=%d"
                                .formatted(job, BODY.toMillis(), cluster.scaled(20)));
        cluster.awaitDrained(BODY.multipliedBy(4));
        return Verdict.of(cluster.postgres());
    }

    private static long lostLeases(Cluster cluster) {
        return cluster.servers().stream().mapToLong(Server::lostLeases).sum();
    }
}
