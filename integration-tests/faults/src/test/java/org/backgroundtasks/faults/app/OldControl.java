package org.backgroundtasks.faults.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;

/** Calls every job that the old version has. */
@Path("/")
@ApplicationScoped
public class OldControl {

    @Inject private Caller caller;
    @Inject private OldJobs jobs;

    @POST
    @Path("call-all")
    public void callAll(@QueryParam("count") int count) {
        caller.enqueue(count, Duration.ZERO, () -> jobs.kept("old"));
        caller.enqueue(count, Duration.ZERO, () -> jobs.removed("old"));
        caller.enqueue(count, Duration.ZERO, () -> jobs.extended("old"));
    }

    /** Calls what the new version does not have. */
    @POST
    @Path("call-later")
    public void callLater(@QueryParam("count") int count, @QueryParam("delay") long delay) {
        caller.enqueue(count, Duration.ofMillis(delay), () -> jobs.removed("old"));
        caller.enqueue(count, Duration.ofMillis(delay), () -> jobs.extended("old"));
    }
}
