package org.backgroundtasks.internal.store.jpa;

import java.util.List;
import org.backgroundtasks.internal.store.dialect.ColumnTypes;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.task.Lane;
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

    /** The entities, and what they have their columns from. */
    List<Class<?>> classes() {
        return types == ColumnTypes.NATIVE
                ? List.of(
                        NativeTaskRow.class,
                        NativeFullTaskRow.class,
                        NativeRow.class,
                        NewTaskRow.class,
                        RareColumns.class)
                : List.of(
                        TextTaskRow.class,
                        TextFullTaskRow.class,
                        TextRow.class,
                        NewTaskRow.class,
                        RareColumns.class);
    }

    /** The entity that stores a task. */
    NewTaskRow of(NewTask task) {
        boolean isFull =
                isNamed
                        || task.label() != null
                        || task.key() != null
                        || task.metadata() != null
                        || !task.lane().equals(Lane.NONE);
        if (types == ColumnTypes.NATIVE) {
            return isFull ? new NativeFullTaskRow(task, application) : new NativeTaskRow(task);
        }
        return isFull
                ? new TextFullTaskRow(task, types::text, application)
                : new TextTaskRow(task, types::text);
    }
}
