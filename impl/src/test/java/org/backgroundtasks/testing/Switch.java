package org.backgroundtasks.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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
        return (DataSource)
                Proxy.newProxyInstance(
                        Switch.class.getClassLoader(),
                        new Class<?>[] {DataSource.class},
                        (proxy, method, arguments) -> {
                            if (isOff && method.getName().equals("getConnection")) {
                                throw new SQLException("the database is away");
                            }
                            try {
                                return method.invoke(whole, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
