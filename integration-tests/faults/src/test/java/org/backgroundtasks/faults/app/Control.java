package org.backgroundtasks.faults.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.backgroundtasks.TaskCall;
import org.backgroundtasks.TaskId;

/** What the test asks of a server. */
@Path("/")
@ApplicationScoped
public class Control {

    private static final int TRANSACTION = 100;

    /** More than half of a page of PostgreSQL. */
    private static final int BULK = 5_000;

    @Inject private Caller caller;
    @Inject private Jobs jobs;
    @Inject private Oracle oracle;

    /** Enqueues in transactions of at most 100 tasks. */
    @POST
    @Path("enqueue")
    public String enqueue(
            @QueryParam("job") String job,
            @QueryParam("count") int count,
            @QueryParam("millis") long millis,
            @QueryParam("delay") @DefaultValue("0") long delay) {
        for (int left = count; left > 0; left -= TRANSACTION) {
            caller.enqueue(
                    Math.min(left, TRANSACTION), Duration.ofMillis(delay), call(job, millis));
        }
        return "enqueued " + count;
    }

    /** Answers with the ids of tasks that must not be. */
    @POST
    @Path("roll-back")
    public String rollBack(@QueryParam("count") int count) {
        try {
            caller.enqueueAndRollBack(count, call("work", 0));
            throw new IllegalStateException("has not rolled back");
        } catch (Caller.RolledBackException e) {
            return e.ids().stream().map(TaskId::toString).collect(Collectors.joining(" "));
        }
    }

    /** Never answers: the caller stays in its transaction. */
    @POST
    @Path("hold-before-commit")
    public void holdBeforeCommit() throws InterruptedException {
        caller.enqueueAndWait("before", call("work", 0));
    }

    /** Never answers: the caller has committed, and stays. */
    @POST
    @Path("hold-after-commit")
    public void holdAfterCommit() throws InterruptedException {
        TaskId id = caller.enqueue(1, Duration.ZERO, call("work", 0)).get(0);
        oracle.reached("after " + id);
        Thread.sleep(60_000);
    }

    @POST
    @Path("transfer")
    public void transfer(@QueryParam("from") int from, @QueryParam("to") int to) {
        caller.enqueue(1, Duration.ZERO, () -> jobs.transfer(from, to));
    }

    @GET
    @Path("connections")
    public int connections(@QueryParam("count") int count) {
        return oracle.takeConnections(count);
    }

    /** Takes connections and keeps them; says when it has them all. */
    @POST
    @Path("hold-connections")
    public void holdConnections(@QueryParam("count") int count, @QueryParam("millis") long millis)
            throws SQLException, InterruptedException {
        oracle.holdConnections(count, millis);
    }

    /** For a database that only this server can reach. */
    @POST
    @Path("execute")
    public void execute(@QueryParam("sql") String sql) {
        oracle.update(sql);
    }

    @GET
    @Path("number")
    public long number(@QueryParam("query") String query) {
        return oracle.number(query);
    }

    @GET
    @Path("isolation")
    public String isolation() {
        return oracle.isolation();
    }

    /** What this server believes the time to be. */
    @GET
    @Path("clock")
    public long clock() {
        return System.currentTimeMillis();
    }

    private TaskCall call(String job, long millis) {
        return switch (job) {
            case "work" -> () -> jobs.work(millis);
            case "slow-at-first" -> () -> jobs.slowAtFirst(millis);
            case "limited" -> () -> jobs.limited(millis);
            case "bulky" -> () -> jobs.bulky(millis, "x".repeat(BULK));
            case "busy" -> jobs::busy;
            case "serializable" -> jobs::serializable;
            case "error" -> jobs::error;
            case "out-of-memory" -> jobs::outOfMemory;
            case "halt" -> jobs::halt;
            case "unreadable" -> () -> jobs.unreadable(1);
            case "missing" -> jobs::missing;
            default -> throw new IllegalArgumentException(job);
        };
    }
}
