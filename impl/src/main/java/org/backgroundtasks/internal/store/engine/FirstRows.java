package org.backgroundtasks.internal.store.engine;

import java.util.List;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;

/**
 * A change of the first rows by some order, in three parts, since databases differ in how it is put
 * together.
 *
 * @param change what is done, up to its condition
 * @param states a condition on the state, which {@code choice} has, too
 * @param choice the query for the ids, which locks its rows if the database can; it has all the
 *     parameters
 * @param isAtOnce whether the database can do both in one statement
 */
public record FirstRows(String change, String states, String choice, boolean isAtOnce) {

    /** The rows in a state that are first by a time and within it. Parameter: how many at most. */
    public static FirstRows of(
            Dialect dialect, String change, String states, String time, String within) {
        return new FirstRows(
                change,
                states,
                "select id from %1$s where %2$s and %7$s and %3$s %4$s order by %3$s %5$s %6$s"
                        .formatted(
                                dialect.qualified(Schema.TASKS),
                                states,
                                time,
                                within,
                                dialect.first("?"),
                                dialect.skipLocked(),
                                dialect.own()),
                dialect.returnsUpdated());
    }

    /** Makes the change; returns how many rows it has changed. */
    public int change(Jdbc jdbc, String what, Object... parameters) {
        return isAtOnce
                ? changeAtOnce(jdbc, what, parameters)
                : changeChosen(jdbc, what, parameters);
    }

    private int changeAtOnce(Jdbc jdbc, String what, Object... parameters) {
        // An array is made once; a subquery may be asked anew for each row, or joined with all of
        // them. What is locked is still in its state.
        String statement = "%s where id = any (array(%s))".formatted(change, choice);
        return jdbc.update(what, statement, parameters);
    }

    private int changeChosen(Jdbc jdbc, String what, Object... parameters) {
        return jdbc.transaction(
                what,
                connection -> {
                    List<TaskId> ids = jdbc.query(connection, choice, row -> row.id(1), parameters);
                    if (ids.isEmpty()) {
                        return 0;
                    }
                    String statement =
                            "%s where %s and id in (%s)"
                                    .formatted(change, states, TaskSql.placeholders(ids.size()));
                    return jdbc.update(connection, statement, ids.toArray());
                });
    }
}
