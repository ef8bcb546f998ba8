package org.backgroundtasks.internal.store.sql;

import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.PauseBook;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.CallerTransaction;
import org.backgroundtasks.internal.store.jdbc.InsertOnce;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.KeyIds;

/** {@link PauseBook} in SQL. */
public final class SqlPauseBook implements PauseBook {

    private static final String NAMESPACE = "pause\n";

    private final Jdbc jdbc;
    private final CallerTransaction transaction;
    private final String application;
    private final InsertOnce insert;
    private final String delete;

    public SqlPauseBook(Jdbc jdbc, Dialect dialect, CallerTransaction transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        application = dialect.application();
        String table = dialect.qualified(Schema.PAUSES);
        insert =
                new InsertOnce(
                        jdbc,
                        dialect,
                        "insert into %s (id, application, queue, paused_at) values (?, ?, ?, %s)"
                                .formatted(table, dialect.now()),
                        "id");
        delete = "delete from %s where id = ?".formatted(table);
    }

    private TaskId id(String queue) {
        return KeyIds.of(application, NAMESPACE + queue);
    }

    @Override
    public void pause(String queue) {
        transaction.requireWritable();
        jdbc.call(
                "pause a queue",
                connection -> insert.insert(connection, id(queue), application, queue));
    }

    @Override
    public void resume(String queue) {
        transaction.requireWritable();
        jdbc.update("resume a queue", delete, id(queue));
    }
}
