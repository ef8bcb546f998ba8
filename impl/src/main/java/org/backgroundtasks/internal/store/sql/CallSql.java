package org.backgroundtasks.internal.store.sql;

import static org.backgroundtasks.internal.store.engine.TaskSql.states;
import static org.backgroundtasks.internal.task.Transition.CANCEL;
import static org.backgroundtasks.internal.task.Transition.CANCEL_RUNNING;
import static org.backgroundtasks.internal.task.Transition.RETRY_ENDED;

import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.schema.Schema;

/** The statements by which callers change tasks. */
public final class CallSql {

    private CallSql() {}

    /** Parameter: the id. */
    public static String cancel(Dialect dialect) {
        return """
        update %1$s set cancel_requested = %6$s,
            finished_at = case when %2$s then %3$s end,
            state = case when %2$s then '%4$s' else state end
        where id = ? and %7$s and (%2$s or %5$s)
        """
                .formatted(
                        dialect.qualified(Schema.TASKS),
                        states(CANCEL),
                        dialect.now(),
                        CANCEL.target(),
                        states(CANCEL_RUNNING),
                        dialect.truth(true),
                        dialect.own());
    }

    /** Parameter: the id. */
    public static String revive(Dialect dialect) {
        return """
        update %s set state = '%s', attempts = 0, losses = 0, snoozes = 0, cancel_requested = %s, finished_at = null,
            run_at = %s
        where id = ? and %s and %s
        """
                .formatted(
                        dialect.qualified(Schema.TASKS),
                        RETRY_ENDED.target(),
                        dialect.truth(false),
                        dialect.now(),
                        dialect.own(),
                        states(RETRY_ENDED));
    }
}
