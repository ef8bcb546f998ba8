package org.backgroundtasks.internal.store.engine;

import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.task.KeyIds;

/** The ids of the rows of limits, which follow from application and name. */
public final class LimitIds {

    private static final String NAMESPACE = "limit\n";

    private final String application;

    public LimitIds(Dialect dialect) {
        application = dialect.application();
    }

    public TaskId of(String name) {
        return KeyIds.of(application, NAMESPACE + name);
    }
}
