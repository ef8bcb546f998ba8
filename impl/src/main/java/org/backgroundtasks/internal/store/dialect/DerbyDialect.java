package org.backgroundtasks.internal.store.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.backgroundtasks.internal.config.StoreSettings;
import org.backgroundtasks.internal.store.StoreMessages;

/**
 * Apache Derby 10.16 and newer. It cannot skip locked rows, and readers wait for writers: who
 * claims waits for a caller that has not committed yet. Its own time is that of its machine's zone,
 * so the scripts make a function that knows no zone.
 */
final class DerbyDialect extends PortableDialect {

    /** By itself, or behind its network server. */
    private static final Pattern IN_MEMORY = Pattern.compile("^jdbc:derby:(//[^/]*/)?memory:");

    DerbyDialect(StoreSettings settings) {
        super(settings);
    }

    @Override
    public String folder() {
        return "derby";
    }

    @Override
    String time() {
        return qualified("background_task_millis()") + " * 1000";
    }

    /** It counts characters only: so many bytes they take in memory. */
    @Override
    public String size(String column) {
        return "2 * length(%s)".formatted(column);
    }

    @Override
    public String fromNothing() {
        return "from sysibm.sysdummy1";
    }

    @Override
    public void checkStorage(Connection connection) throws SQLException {
        String url = connection.getMetaData().getURL();
        if (IN_MEMORY.matcher(url).find()) {
            StoreMessages.LOG.inMemory(url);
        }
    }

    @Override
    public String schemaPresent() {
        return """
        select count(*) from sys.systables t join sys.sysschemas s on s.schemaid = t.schemaid
        where upper(cast(? as varchar(128))) in (t.tablename, s.schemaname || '.' || t.tablename)
        and (locate('.', cast(? as varchar(128))) > 0 or s.schemaname = current schema)
        """;
    }

    @Override
    public String schemaExists() {
        return "select count(*) from sys.sysschemas where schemaname = upper(cast(? as varchar(128)))";
    }
}
