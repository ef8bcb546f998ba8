package org.backgroundtasks.internal.store.sql;

import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.schema.Schema;

/** What statements about failed attempts have in common. */
final class FailureSql {

    private FailureSql() {}

    /** Parameters: the error, the id, the lease number. */
    static String record(Dialect dialect) {
        return """
        insert into %s (task_id, lease_number, attempt, node, started_at, failed_at, error)
        select id, lease_number, attempts, node, started_at, %s, %s from %s
        where id = ? and lease_number = ?
        """
                .formatted(
                        dialect.qualified(Schema.FAILURES),
                        dialect.now(),
                        dialect.longText(),
                        dialect.qualified(Schema.TASKS));
    }
}
