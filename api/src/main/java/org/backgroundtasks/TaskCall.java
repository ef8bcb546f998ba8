package org.backgroundtasks;

/**
 * A call of a {@link Background @Background} method, written as a lambda and handed to {@link
 * TaskScheduler}:
 *
 * <pre>{@code
 * scheduler.in(Duration.ofSeconds(90)).enqueue(() -> notifications.notifyUser(userId));
 * }</pre>
 *
 * <p>The lambda runs at once, on the caller's thread. Within it, calls of {@code @Background}
 * methods are recorded with their arguments instead of being stored with their default schedule;
 * any other code in it runs as usual. A call on another thread is refused.
 */
@FunctionalInterface
public interface TaskCall {

    /**
     * Makes the call.
     *
     * @throws Exception so that a method with checked exceptions can be called; none comes from
     *     recording
     */
    void call() throws Exception;
}
