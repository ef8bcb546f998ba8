package org.backgroundtasks.internal.store;

/**
 * What callers do with pauses. Every method needs an active JTA transaction and takes part in it;
 * what the database fails to do is a {@link org.backgroundtasks.TaskStoreException}.
 */
public interface PauseBook {

    /** Lets nobody claim from a queue; waits for who is doing so in another transaction. */
    void pause(String queue);

    /** Lets all claim from it again. */
    void resume(String queue);
}
