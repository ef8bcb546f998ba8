package org.backgroundtasks.internal.store.sql.key;

import static org.backgroundtasks.internal.store.engine.TaskSql.states;

import java.sql.Connection;
import java.sql.SQLException;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.Transition;

/** Changes tasks that wait into what a later call asks for. */
final class WaitingTasks {

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final String postpone;
    private final String advance;
    private final String replaceBlocked;

    WaitingTasks(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        postpone = replace(Transition.POSTPONE);
        advance = replace(Transition.ADVANCE);
        replaceBlocked = replace(Transition.REPLACE_BLOCKED);
    }

    private String replace(Transition transition) {
        return """
        update %s set state = '%s', signature = ?, arguments = ?, priority = ?, max_attempts = ?, label = ?, run_at = ?,
            attempts = 0, losses = 0, snoozes = 0, lane = ?, metadata = ?
        where id = ? and %s
        """
                .formatted(
                        dialect.qualified(Schema.TASKS), transition.target(), states(transition));
    }

    /** Changes a task, unless it no longer waits. */
    boolean replace(Connection connection, TaskId id, NewTask by) throws SQLException {
        String statement = by.state() == TaskState.SCHEDULED ? postpone : advance;
        return replace(connection, statement, id, by)
                || replace(connection, replaceBlocked, id, by);
    }

    private boolean replace(Connection connection, String statement, TaskId id, NewTask by)
            throws SQLException {
        return jdbc.update(
                        connection,
                        statement,
                        by.invocation().signature(),
                        by.invocation().arguments(),
                        by.priority(),
                        by.maxAttempts(),
                        by.label(),
                        dialect.types().time(by.runAt()),
                        by.lane(),
                        by.metadata(),
                        id)
                == 1;
    }
}
