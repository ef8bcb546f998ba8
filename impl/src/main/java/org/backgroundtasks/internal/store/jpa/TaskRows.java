package org.backgroundtasks.internal.store.jpa;

import org.backgroundtasks.internal.store.dialect.ColumnTypes;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.task.NewTask;

/** The entity of new tasks: by how the database keeps ids and times, and what the row has. */
final class TaskRows {

    private final ColumnTypes types;
    private final String application;
    private final boolean isNamed;

    TaskRows(Dialect dialect) {
        types = dialect.types();
        application = dialect.application();
        isNamed = dialect.hasApplication();
    }

    Class<? extends NewTaskRow> entity() {
        if (types == ColumnTypes.NATIVE) {
            return isNamed ? NamedNativeTaskRow.class : NativeTaskRow.class;
        }
        return isNamed ? NamedTextTaskRow.class : TextTaskRow.class;
    }

    /** The entity that stores a task. */
    NewTaskRow of(NewTask task) {
        if (types == ColumnTypes.NATIVE) {
            return isNamed ? new NamedNativeTaskRow(task, application) : new NativeTaskRow(task);
        }
        return isNamed
                ? new NamedTextTaskRow(task, types::text, application)
                : new TextTaskRow(task, types::text);
    }
}
