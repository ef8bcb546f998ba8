package org.backgroundtasks.internal.worker;

import org.backgroundtasks.event.TaskEvent;

/** Where the application hears what happens to tasks. */
public interface Events {

    /** Whether anybody would hear an event of this type. */
    boolean isObserved(Class<? extends TaskEvent> type);

    /**
     * Tells the observers, in the current transaction. Throws nothing: an observer's exception is
     * logged.
     */
    void fire(TaskEvent event);
}
