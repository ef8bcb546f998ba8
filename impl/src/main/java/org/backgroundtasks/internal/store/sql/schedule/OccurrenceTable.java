package org.backgroundtasks.internal.store.sql.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.schedule.Firing;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.jspecify.annotations.Nullable;

/** Writes rows of {@code background_task_occurrence}. */
final class OccurrenceTable {

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final String insert;

    OccurrenceTable(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        insert =
                "insert into %s (schedule_id, application, instant_at, outcome, task_id, instants) values (?, ?, ?, ?, ?, ?) %s"
                        .formatted(
                                dialect.qualified(Schema.OCCURRENCES),
                                dialect.unlessThereIsOneAlready("schedule_id, instant_at"));
    }

    /** Stores a row; returns false if there is one of that instant. */
    boolean insert(
            Connection connection, TaskId schedule, Firing.Entry entry, @Nullable TaskId task)
            throws SQLException {
        try {
            return jdbc.update(
                            connection,
                            insert,
                            schedule,
                            dialect.application(),
                            dialect.types().time(entry.instant()),
                            entry.outcome().name(),
                            task,
                            entry.count())
                    == 1;
        } catch (SQLException e) {
            if (dialect.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }
}
