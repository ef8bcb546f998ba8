package org.backgroundtasks.it;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.backgroundtasks.Background;

/** Takes note of whether its bodies run in the context of its own WAR. */
@ApplicationScoped
public class EarJobs {

    private final Queue<Boolean> runs = new ConcurrentLinkedQueue<>();

    @Background(name = "ear.run")
    public void run(int number) throws ClassNotFoundException {
        runs.add(
                Thread.currentThread().getContextClassLoader().loadClass(EarJobs.class.getName())
                        == EarJobs.class);
    }

    long runsInContext() {
        return runs.stream().filter(inContext -> inContext).count();
    }
}
