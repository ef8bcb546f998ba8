package org.backgroundtasks.internal.worker;

/** Where the application hears what happens to tasks. */
public interface Events {

    /** Whether anybody would hear an event of this type. */
    boolean isObserved(Class<?> type);

    /**
     * Tells the observers, in the current transaction. Throws nothing: an observer's exception is
     * logged.
     */
    void fire(Object event);
}
