package org.backgroundtasks.internal.store.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.backgroundtasks.internal.store.dialect.Dialect;

/** The tables and columns that statements name. */
enum Tables {
    TASKS(
            Schema.TASKS,
            "id",
            "name",
            "signature",
            "queue",
            "priority",
            "state",
            "arguments",
            "run_at",
            "created_at",
            "created_by",
            "started_at",
            "finished_at",
            "attempts",
            "max_attempts",
            "losses",
            "lease_number",
            "lease_until",
            "node",
            "cancel_requested",
            "application",
            "metadata",
            "label",
            "snoozes",
            "task_key",
            "lane"),
    FAILURES(
            Schema.FAILURES,
            "task_id",
            "lease_number",
            "attempt",
            "node",
            "started_at",
            "failed_at",
            "error"),
    RENEWALS(Schema.RENEWALS, "task_id", "lease_number", "lease_until"),
    NODES(Schema.NODES, "name", "application", "deployment", "queues", "seen_at"),
    SCHEDULES(
            Schema.SCHEDULES,
            "id",
            "application",
            "schedule_key",
            "name",
            "signature",
            "arguments",
            "queue",
            "priority",
            "max_attempts",
            "created_by",
            "expression",
            "time_zone",
            "starts_at",
            "ends_at",
            "missed_rule",
            "overlap_rule",
            "jitter_millis",
            "paused",
            "waiting",
            "next_at",
            "last_at",
            "last_task",
            "version",
            "definition",
            "superseded",
            "declared_until"),
    OCCURRENCES(
            Schema.OCCURRENCES,
            "schedule_id",
            "application",
            "instant_at",
            "outcome",
            "task_id",
            "instants"),
    KEYS(
            Schema.KEYS,
            "id",
            "application",
            "name",
            "task_key",
            "task_id",
            "next_task",
            "taken_from",
            "taken_until",
            "first_at",
            "until_started",
            "lease_number",
            "version"),
    SIGNATURES(Schema.SIGNATURES, "signature", "name", "parameter_types"),
    LIMITS(
            Schema.LIMITS,
            "id",
            "application",
            "limit_key",
            "version",
            "per_millis",
            "starts",
            "last_at",
            "last_count",
            "used_at"),
    HOLDERS(Schema.HOLDERS, "limit_id", "task_id", "lease_number"),
    PAUSES(Schema.PAUSES, "id", "application", "queue", "paused_at");

    private final String table;
    private final List<String> columns;

    Tables(String table, String... columns) {
        this.table = table;
        this.columns = List.of(columns);
    }

    String table() {
        return table;
    }

    List<String> columns() {
        return columns;
    }

    /** What a database lacks: tables, and columns with their tables' names before them. */
    static List<String> missing(Connection connection, Dialect dialect) throws SQLException {
        List<String> missing = new ArrayList<>();
        for (Tables one : values()) {
            String name = dialect.qualified(one.table);
            if (!Schema.ask(connection, dialect.schemaPresent(), name)) {
                missing.add(name);
                continue;
            }
            Set<String> present = columns(connection, name);
            one.columns.stream()
                    .filter(column -> !present.contains(column))
                    .map(column -> name + "." + column)
                    .forEach(missing::add);
        }
        return missing;
    }

    private static Set<String> columns(Connection connection, String table) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet none =
                        statement.executeQuery("select * from %s where 1 = 0".formatted(table))) {
            ResultSetMetaData columns = none.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnName(i).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
