package org.backgroundtasks.internal.store.sql;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.backgroundtasks.TaskFailure;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.store.TaskFilter;
import org.backgroundtasks.internal.store.TaskQueries;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.jspecify.annotations.Nullable;

/** {@link TaskQueries} in SQL. */
public final class SqlTaskQueries implements TaskQueries {

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final String table;
    private final String page;
    private final String find;
    private final String failures;

    public SqlTaskQueries(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        table = dialect.qualified(Schema.TASKS);
        String failed = dialect.qualified(Schema.FAILURES);
        find =
                "select %s from %s where id = ? and %s"
                        .formatted(TaskInfoRow.columns(dialect, failed), table, dialect.own());
        page =
                "select %s from %s where %s"
                        .formatted(TaskInfoRow.briefColumns(dialect), table, dialect.own());
        failures =
                """
        select attempt, %s, %s, node, error from %s
        where task_id = ? and exists (select 1 from %s where id = task_id and %s)
        order by lease_number
        """
                        .formatted(
                                dialect.readable("started_at"),
                                dialect.readable("failed_at"),
                                failed,
                                table,
                                dialect.own());
    }

    @Override
    public Optional<TaskInfo> find(TaskId id) {
        jdbc.requireTransaction();
        return jdbc.query("read a task", find, TaskInfoRow::read, id).stream().findFirst();
    }

    @Override
    public List<TaskInfo> page(TaskFilter filter, @Nullable TaskId before, int limit) {
        jdbc.requireTransaction();
        Conditions conditions = new Conditions(filter);
        if (before != null) {
            conditions.add("id < ?", before);
        }
        String sql = "%s %s order by id desc %s".formatted(page, conditions, dialect.first("?"));
        return jdbc.query("list tasks", sql, TaskInfoRow::readBriefly, conditions.and(limit));
    }

    @Override
    public Map<TaskState, Long> count(TaskFilter filter) {
        jdbc.requireTransaction();
        Conditions conditions = new Conditions(filter);
        String sql =
                "select state, count(*) from %s where %s %s group by state"
                        .formatted(table, dialect.own(), conditions);
        Map<TaskState, Long> counts = new EnumMap<>(TaskState.class);
        jdbc.query(
                        "count tasks",
                        sql,
                        row -> Map.entry(row.state(1), row.count(2)),
                        conditions.and())
                .forEach(one -> counts.put(one.getKey(), one.getValue()));
        return counts;
    }

    @Override
    public List<TaskFailure> failures(TaskId id) {
        jdbc.requireTransaction();
        return jdbc.query(
                "read the failures of a task",
                failures,
                row ->
                        new TaskFailure(
                                row.number(1),
                                row.timeOrNull(2),
                                row.time(3),
                                row.textOrNull(4),
                                row.text(5)),
                id);
    }

    /** What a filter asks for, after another condition. */
    private static final class Conditions {

        private final StringBuilder text = new StringBuilder();
        private final List<Object> parameters = new ArrayList<>();

        Conditions(TaskFilter filter) {
            if (!filter.states().isEmpty()) {
                // Not as parameters, which tell no plan of the index that has them.
                add(TaskSql.states(filter.states()));
            }
            if (filter.queue() != null) {
                add("queue = ?", filter.queue());
            }
            if (filter.name() != null) {
                add("name = ?", filter.name());
            }
        }

        void add(String condition, Object... values) {
            text.append(" and ").append(condition);
            parameters.addAll(List.of(values));
        }

        Object[] and(Object... further) {
            return Stream.concat(parameters.stream(), Stream.of(further)).toArray();
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
