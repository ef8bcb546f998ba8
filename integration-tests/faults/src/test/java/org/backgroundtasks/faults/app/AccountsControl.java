package org.backgroundtasks.faults.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.util.List;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;

/** Calls of limited tasks. */
@Path("/")
@ApplicationScoped
public class AccountsControl {

    @Inject private AccountsCaller caller;

    /** Calls with accounts in turn, each in a transaction. */
    @POST
    @Path("limited")
    public int limited(
            @QueryParam("count") int count,
            @QueryParam("accounts") int accounts,
            @QueryParam("millis") long millis) {
        for (int i = 0; i < count; i++) {
            caller.limited(i % accounts, millis);
        }
        return count;
    }

    /** Has transactions. */
    @ApplicationScoped
    @Transactional
    public static class AccountsCaller {

        @Inject private Accounts accounts;
        @Inject private TaskScheduler scheduler;
        @Inject private Oracle oracle;

        public void limited(int account, long millis) {
            TaskId id = scheduler.enqueue(() -> accounts.limited(account, millis));
            oracle.enqueued(List.of(id), Duration.ZERO);
        }
    }
}
