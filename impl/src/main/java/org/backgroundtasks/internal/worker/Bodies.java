package org.backgroundtasks.internal.worker;

import org.backgroundtasks.TaskContext;
import org.backgroundtasks.internal.task.TaskDefinition;

/** The application's methods, as the container calls them. */
public interface Bodies {

    /** Makes the task the thread's own, with a request context, until the scope is closed. */
    Scope enter(TaskContext task);

    /** Calls the method on a bean that the container provides, through its interceptors. */
    void invoke(TaskDefinition task, Object[] arguments) throws Throwable;

    /** What was entered; closing throws nothing. */
    interface Scope extends AutoCloseable {

        @Override
        void close();
    }
}
