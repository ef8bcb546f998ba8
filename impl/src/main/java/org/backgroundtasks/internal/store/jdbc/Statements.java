package org.backgroundtasks.internal.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.dialect.ColumnTypes;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.time.Ticker;
import org.jspecify.annotations.Nullable;

/** Statements with parameters on a connection, each with a time limit. */
public final class Statements {

    private final int timeoutSeconds;
    private final ColumnTypes types;
    private final Ticker ticker;

    public Statements(int timeoutSeconds, ColumnTypes types, Ticker ticker) {
        this.timeoutSeconds = timeoutSeconds;
        this.types = types;
        this.ticker = ticker;
    }

    int update(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    int[] updateAll(Connection connection, String sql, List<@Nullable Object[]> parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql)) {
            for (@Nullable Object[] each : parameters) {
                set(connection, statement, each);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    public <T> List<T> query(
            Connection connection,
            String sql,
            Jdbc.RowMapper<T> mapper,
            @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            Row row = new Row(rows, types);
            while (rows.next()) {
                result.add(mapper.map(row));
            }
            return result;
        }
    }

    private PreparedStatement prepare(
            Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(ofNow(sql));
        try {
            if (timeoutSeconds > 0) {
                // Not to be switched off: a server may have set its own.
                statement.setQueryTimeout(timeoutSeconds);
            }
            set(connection, statement, parameters);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private void set(
            Connection connection, PreparedStatement statement, @Nullable Object[] parameters)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object parameter = parameters[i];
            if (parameter instanceof Jdbc.SqlArray array) {
                statement.setArray(i + 1, connection.createArrayOf(array.type(), array.values()));
            } else if (parameter instanceof TaskId id) {
                statement.setObject(i + 1, types.id(id));
            } else {
                statement.setObject(i + 1, parameter);
            }
        }
    }

    private String ofNow(String sql) {
        return ticker.isMovable()
                ? sql.replace(Dialect.AHEAD, Long.toString(ticker.aheadMillis()))
                : sql;
    }
}
