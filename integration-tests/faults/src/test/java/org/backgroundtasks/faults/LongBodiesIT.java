package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bodies that take many leases, with a heartbeat and without. */
@ExtendWith(ClusterExtension.class)
class LongBodiesIT {

    private static final int LEASES = 10;

    @Test
    void a_body_of_ten_leases_is_started_once(Cluster cluster) throws Exception {
        Verdict verdict = run(cluster);

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
            Verdict verdict = run(cluster);

            cluster.report()
                    .add(
                            "bodies of ten leases, the first heartbeats blocked",
                            verdict.withFaults(verdict.tasks()),
                            "");
            verdict.assertExactlyOnce();
            assertThat(verdict.duplicateStarts()).isGreaterThanOrEqualTo(verdict.tasks());
        } finally {
            postgres.execute(
                    "drop trigger if exists swallow on background_task", "drop function swallow()");
        }
    }

    private static Verdict run(Cluster cluster) throws Exception {
        cluster.fresh();
        Duration body = Cluster.LEASE.multipliedBy(LEASES);
        cluster.any()
                .post(
                        "faults/enqueue?job=work&millis=%d&count=%d"
                                .formatted(body.toMillis(), cluster.scaled(20)));
        cluster.awaitDrained(body.multipliedBy(4));
        return Verdict.of(cluster.postgres());
    }
}
