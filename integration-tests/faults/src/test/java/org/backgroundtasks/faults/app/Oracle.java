package org.backgroundtasks.faults.app;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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

    /** Takes many connections at once, which a pool that has lost some cannot give. */
    public int takeConnections(int count) throws SQLException {
        if (count == 0) {
            return 0;
        }
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select 1");
            return 1 + takeConnections(count - 1);
        }
    }
}
