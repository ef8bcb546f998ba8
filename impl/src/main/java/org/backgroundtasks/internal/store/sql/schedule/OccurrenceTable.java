package org.backgroundtasks.internal.store.sql.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.schedule.Firing;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.InsertOnce;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.jspecify.annotations.Nullable;

/** Writes rows of {@code background_task_occurrence}. */
final class OccurrenceTable {

    private final Dialect dialect;
    private final InsertOnce insert;

    OccurrenceTable(Jdbc jdbc, Dialect dialect) {
        this.dialect = dialect;
        insert =
                new InsertOnce(
                        jdbc,
                        dialect,
                        "insert into %s (schedule_id, application, instant_at, outcome, task_id, instants) values (?, ?, ?, ?, ?, ?)"
                                .formatted(dialect.qualified(Schema.OCCURRENCES)),
                        "schedule_id, instant_at");
    }

    /** Stores a row; returns false if there is one of that instant. */
    boolean insert(
            Connection connection, TaskId schedule, Firing.Entry entry, @Nullable TaskId task)
            throws SQLException {
        return insert.insert(
                connection,
                schedule,
                dialect.application(),
                dialect.types().time(entry.instant()),
                entry.outcome().name(),
                task,
                entry.count());
    }
}
