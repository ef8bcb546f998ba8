package org.backgroundtasks.it;

import jakarta.enterprise.context.ApplicationScoped;
import org.backgroundtasks.Background;

/** A task that ends by interruption only, and one that ends at once. */
@ApplicationScoped
public class EndlessJobs {

    @Background(name = "undeploy.endless")
    public void endless() throws InterruptedException {
        Thread.sleep(600_000);
    }

    @Background(name = "undeploy.quick")
    public void quick() {}
}
