package org.backgroundtasks;

/**
 * A call of a {@link Background @Background} method, written as a lambda and handed to {@link
 * TaskScheduler}:
 *
 * <pre>{@code
 * scheduler.in(Duration.ofSeconds(90)).enqueue(() -> notifications.notifyUser(userId));
 * }</pre>
 *
 * <p>The lambda runs at once, on the caller's thread. In {@code enqueue} and {@code enqueueAll},
 * calls of {@code @Background} methods are recorded with their arguments. When the lambda has
 * ended, they are stored with the options of the request. In {@code now}, the method runs. Any
 * other code in the lambda runs as usual. A call that the lambda makes on another thread is
 * refused.
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
