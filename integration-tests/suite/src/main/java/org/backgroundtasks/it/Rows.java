package org.backgroundtasks.it;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.backgroundtasks.TaskId;

/** What the database holds, asked without the help of what is tested. */
@ApplicationScoped
public class Rows {

    @Resource(lookup = "java:comp/DefaultDataSource")
    private DataSource dataSource;

    /** The only task whose arguments are these, as JSON. */
    public TaskId idByArguments(String json) {
        List<String> ids =
                texts(
                        "select cast(id as varchar(36)) from background_task where arguments = ?",
                        json);
        if (ids.size() != 1) {
            throw new AssertionError(ids.size() + " tasks have the arguments " + json);
        }
        return TaskId.of(ids.get(0));
    }

    public int countByArguments(String json) {
        return texts("select state from background_task where arguments = ?", json).size();
    }

    public Connection connect() throws SQLException {
        return dataSource.getConnection();
    }

    public List<String> texts(String sql, String parameter) {
        return texts(dataSource, sql, parameter);
    }

    static List<String> texts(DataSource dataSource, String sql, String parameter) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            List<String> texts = new ArrayList<>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public int update(String sql, String... parameters) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
