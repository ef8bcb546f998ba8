package org.backgroundtasks.faults.app;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.backgroundtasks.TaskId;

/** The application's own tables, in the same database. */
@ApplicationScoped
public class Oracle {

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource dataSource;

    /** In the caller's transaction. */
    public void enqueued(List<TaskId> ids, Duration delay) {
        try (var connection = dataSource.getConnection();
                var statement =
                        connection.prepareStatement(
                                "insert into enqueued (id, delay) values (?, ?)")) {
            for (TaskId id : ids) {
                statement.setObject(1, id.value());
                statement.setLong(2, delay.toMillis());
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In the task's transaction. */
    public void effect(TaskId id) {
        update("insert into effect (task_id) values (?)", id.value());
    }

    /** In a transaction of its own, so that it stays whatever becomes of the task. */
    @Transactional(TxType.REQUIRES_NEW)
    public void started(TaskId id) {
        update(
                "insert into started (task_id, lease, node) select id, lease_number, node"
                        + " from background_task where id = ?",
                id.value());
    }

    /** Tells the test where a caller has got to. */
    @Transactional(TxType.REQUIRES_NEW)
    public void reached(String point) {
        update("insert into reached (point) values (?)", point);
    }

    public int update(String sql, Object... parameters) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a task has been started once only. */
    @Transactional(TxType.REQUIRES_NEW)
    public boolean isFirstLease(TaskId id) {
        return number("select count(*) from started where task_id = ?", id.value()) == 1;
    }

    /** The level of the application's transactions. */
    @Transactional
    public String isolation() {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("show transaction_isolation")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long number(String query, Object... parameters) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Takes connections until there are as many as are wanted, or no more to be had.
     *
     * @return how many sessions of the database that were
     */
    public int takeConnections(int count) {
        Set<Integer> sessions = new HashSet<>();
        List<Connection> taken = new ArrayList<>();
        try {
            while (taken.size() < count) {
                Connection connection = dataSource.getConnection();
                taken.add(connection);
                try (var statement = connection.createStatement();
                        var row = statement.executeQuery("select pg_backend_pid()")) {
                    row.next();
                    sessions.add(row.getInt(1));
                }
            }
        } catch (SQLException e) {
            // The pool has no more, and that is what is asked.
        } finally {
            for (Connection connection : taken) {
                try {
                    connection.close();
                } catch (SQLException e) {
                    // It is gone, then.
                }
            }
        }
        return sessions.size();
    }

    /** Keeps connections for a while, and notes by one of them that there are none left. */
    public void holdConnections(int count, long millis) throws SQLException, InterruptedException {
        List<Connection> taken = new ArrayList<>();
        try {
            while (taken.size() < count) {
                taken.add(dataSource.getConnection());
            }
            try (var statement = taken.get(0).createStatement()) {
                statement.execute("insert into reached (point) values ('all connections taken')");
            }
            Thread.sleep(millis);
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }
}
