package org.backgroundtasks.internal.store.sql;

import org.backgroundtasks.internal.store.dialect.ColumnTypes;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.InsertOnce;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.NewTask;
import org.jspecify.annotations.Nullable;

/** Stores tasks by SQL, where Jakarta Persistence could not: unless there is one already. */
public final class NewTaskSql {

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final ColumnTypes types;
    private final InsertOnce insert;

    public NewTaskSql(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        types = dialect.types();
        insert =
                new InsertOnce(
                        jdbc,
                        dialect,
                        """
                        insert into %s (id, name, signature, queue, priority, state, arguments, run_at, created_at,
                            created_by, max_attempts, application, label, task_key, lane, metadata)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """
                                .formatted(dialect.qualified(Schema.TASKS)),
                        "id");
    }

    /** Stores a task, or returns false if there is one of its id; waits for who is storing one. */
    public boolean insertIfAbsent(NewTask task) {
        return jdbc.call("store a task", connection -> insert.insert(connection, parameters(task)));
    }

    private @Nullable Object[] parameters(NewTask task) {
        return new @Nullable Object[] {
            task.id(),
            task.invocation().name(),
            task.invocation().signature(),
            task.queue(),
            task.priority(),
            task.state().name(),
            task.invocation().arguments(),
            types.time(task.runAt()),
            types.time(task.createdAt()),
            task.createdBy(),
            task.maxAttempts(),
            dialect.application(),
            task.label(),
            task.key() == null ? null : task.key().text(),
            task.lane(),
            task.metadata()
        };
    }
}
