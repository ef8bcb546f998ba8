package org.backgroundtasks.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * A data source that can be switched off: then it gives no connections, as if the database were
 * away; or that takes nothing, as if it stood by.
 */
public final class Switch {

    private final DataSource whole;
    private volatile boolean isOff;
    private volatile boolean isReadOnly;

    public Switch(DataSource whole) {
        this.whole = whole;
    }

    public void off() {
        isOff = true;
    }

    /** Answers, and takes no change. */
    public void readOnly() {
        isReadOnly = true;
    }

    public void on() {
        isOff = false;
        isReadOnly = false;
    }

    public DataSource dataSource() {
        return Around.wrap(
                DataSource.class,
                whole,
                (method, arguments, itself) -> {
                    if (isOff && method.equals("getConnection")) {
                        throw new SQLException("the database is away");
                    }
                    return method.equals("getConnection")
                            ? readOnlyAtTimes((Connection) itself.call())
                            : itself.call();
                });
    }

    private Connection readOnlyAtTimes(Connection connection) {
        return Around.wrap(
                Connection.class,
                connection,
                (method, arguments, itself) -> {
                    boolean isChange =
                            method.equals("prepareStatement")
                                    && !String.valueOf(arguments[0])
                                            .strip()
                                            .toLowerCase(Locale.ROOT)
                                            .startsWith("select");
                    if (isReadOnly && isChange) {
                        throw new SQLException(
                                "cannot execute that in a read-only transaction", "25006");
                    }
                    return itself.call();
                });
    }
}
