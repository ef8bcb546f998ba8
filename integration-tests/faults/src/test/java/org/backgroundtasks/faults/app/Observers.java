package org.backgroundtasks.faults.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.backgroundtasks.event.TaskRetrying;
import org.backgroundtasks.event.TaskStarted;

/** Hears of what the worker does, in the worker's transactions. */
@ApplicationScoped
public class Observers {

    void started(@Observes TaskStarted event) {
        // To be told of it is enough to have a transaction around each claim.
    }

    void failed(@Observes TaskRetrying event) {
        // The same for what was no success.
    }
}
