package org.backgroundtasks.testing;

import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A data source that can be switched off: then it gives no connections, as if the database were
 * away.
 */
public final class Switch {

    private final DataSource whole;
    private volatile boolean isOff;

    public Switch(DataSource whole) {
        this.whole = whole;
    }

    public void off() {
        isOff = true;
    }

    public void on() {
        isOff = false;
    }

    public DataSource dataSource() {
        return Around.wrap(
                DataSource.class,
                whole,
                (method, arguments, itself) -> {
                    if (isOff && method.equals("getConnection")) {
                        throw new SQLException("the database is away");
                    }
                    return itself.call();
                });
    }
}
