package org.backgroundtasks.testing;

import java.time.Duration;
import java.util.List;
import org.backgroundtasks.internal.task.TaskOptions;

/** Options of a task: due at once, one attempt, alone, unless a test says otherwise. */
public final class TestOptions {

    private final String name;
    private List<String> formerly = List.of();
    private Duration schedule = Duration.ZERO;
    private String queue = "default";
    private int priority;
    private int maxAttempts = 1;
    private List<Duration> backoff = List.of();
    private Duration timeout = Duration.ZERO;
    private int batch = 1;

    private TestOptions(String name) {
        this.name = name;
    }

    public static TestOptions named(String name) {
        return new TestOptions(name);
    }

    public TestOptions formerly(List<String> names) {
        formerly = names;
        return this;
    }

    public TestOptions schedule(Duration delay) {
        schedule = delay;
        return this;
    }

    public TestOptions queue(String other) {
        queue = other;
        return this;
    }

    public TestOptions priority(int other) {
        priority = other;
        return this;
    }

    public TestOptions maxAttempts(int most) {
        maxAttempts = most;
        return this;
    }

    public TestOptions backoff(List<Duration> delays) {
        backoff = delays;
        return this;
    }

    public TestOptions timeout(Duration longest) {
        timeout = longest;
        return this;
    }

    public TestOptions batch(int most) {
        batch = most;
        return this;
    }

    public TaskOptions get() {
        return new TaskOptions(
                name,
                formerly,
                schedule,
                queue,
                priority,
                maxAttempts,
                backoff,
                List.of(),
                timeout,
                batch);
    }
}
