package org.backgroundtasks.faults.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;

/** Calls every job that the new version has. */
@Path("/")
@ApplicationScoped
public class NewControl {

    @Inject private Caller caller;
    @Inject private NewJobs jobs;

    @POST
    @Path("call-all")
    public void callAll(@QueryParam("count") int count) {
        caller.enqueue(count, Duration.ZERO, () -> jobs.kept("new"));
        caller.enqueue(count, Duration.ZERO, () -> jobs.extended("new", 1));
        caller.enqueue(count, Duration.ZERO, () -> jobs.added("new"));
    }
}
