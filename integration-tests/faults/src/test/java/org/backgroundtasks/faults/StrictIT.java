package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.backgroundtasks.servers.Folders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A data source at SERIALIZABLE, whose level the worker's transactions have for their observers.
 */
@ExtendWith(ClusterExtension.class)
class StrictIT {

    /**
     * WildFly takes a commit that the database has broken off for one whose outcome nobody knows,
     * and tells of it at each start from then on.
     */
    @AfterEach
    void forgetTransactions(Cluster cluster) throws IOException {
        for (Server server : cluster.servers()) {
            server.close();
            Path logs = cluster.work().resolve(server.name()).resolve("data/tx-object-store");
            if (Files.exists(logs)) {
                Folders.emptied(logs);
            }
        }
    }

    @Test
    void observers_change_nothing_for_the_worker(Cluster cluster) throws Exception {
        var war = Applications.observedJobs(cluster.work());
        cluster.restart(war, war, Map.of(), Map.of(), Overriding.serializable());
        assertThat(cluster.first().get("faults/isolation")).isEqualTo("serializable");
        int tasks = cluster.scaled(2_000);
        cluster.enqueueInSpiteOfAll("work", tasks);
        cluster.awaitDrained(Duration.ofMinutes(3));

        Verdict verdict = Verdict.of(cluster.postgres());
        long attempts = cluster.postgres().number("select count(*) from background_task_failure");
        cluster.report()
                .add(
                        "data source at SERIALIZABLE, with observers",
                        verdict,
                        attempts + " attempts of bodies broken off by the database");
        verdict.assertExactlyOnce();
        assertThat(verdict.tasks()).isEqualTo(tasks);
        assertThat(cluster.losses()).isZero();
        for (Server server : cluster.servers()) {
            assertThat(server.logged("BGTASK000606")).as("loops that failed").isZero();
        }
    }
}
