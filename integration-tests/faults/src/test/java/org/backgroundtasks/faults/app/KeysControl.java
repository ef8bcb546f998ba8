package org.backgroundtasks.faults.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;

/** Calls with keys. */
@Path("/")
@ApplicationScoped
public class KeysControl {

    @Inject private KeysCaller caller;

    /** Calls with keys in turn, each in a transaction; says how many tasks were stored. */
    @POST
    @Path("keyed")
    public int keyed(
            @QueryParam("count") int count,
            @QueryParam("keys") int keys,
            @QueryParam("millis") long millis) {
        int stored = 0;
        for (int i = 0; i < count; i++) {
            stored += caller.keyed(i % keys, millis) ? 1 : 0;
        }
        return stored;
    }

    /** Has transactions. */
    @ApplicationScoped
    @Transactional
    public static class KeysCaller {

        @Inject private Keys keys;
        @Inject private TaskScheduler scheduler;
        @Inject private Oracle oracle;

        public boolean keyed(int key, long millis) {
            Optional<TaskId> stored = scheduler.tryEnqueue(() -> keys.keyed(key, millis));
            stored.ifPresent(id -> oracle.enqueued(List.of(id), Duration.ZERO));
            return stored.isPresent();
        }
    }
}
