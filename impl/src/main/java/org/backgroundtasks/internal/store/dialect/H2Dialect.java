package org.backgroundtasks.internal.store.dialect;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.backgroundtasks.internal.config.StoreSettings;
import org.backgroundtasks.internal.store.StoreMessages;
import org.jspecify.annotations.Nullable;

/** H2 2.2 and newer. */
final class H2Dialect extends Dialect {

    private static final Pattern IN_A_SERVER = Pattern.compile("^jdbc:h2:(tcp|ssl):");
    private static final Pattern IN_MEMORY = Pattern.compile("(^|:)(nioM|m)em(FS|LZ)\\b");
    private static final Pattern NOT_INTERRUPTED = Pattern.compile("(^|:)(async|retry):");

    H2Dialect(StoreSettings settings) {
        super(settings);
    }

    @Override
    public String folder() {
        return "h2";
    }

    @Override
    public ColumnTypes types() {
        return ColumnTypes.NATIVE;
    }

    @Override
    String time() {
        return "current_timestamp";
    }

    @Override
    public boolean timeStandsStillInTransactions() {
        return true;
    }

    @Override
    String later(String time, String millis) {
        return "dateadd(millisecond, %s, %s)".formatted(millis, time);
    }

    @Override
    public String longText() {
        return "cast(? as character large object)";
    }

    /**
     * An interrupted thread closes the channel of a plain file under all others, and can leave the
     * file corrupt.
     *
     * @see <a href="https://h2database.com/html/advanced.html#file_system">H2, Pluggable File
     *     System</a>
     */
    @Override
    public void checkStorage(Connection connection) throws SQLException {
        String url = connection.getMetaData().getURL();
        String path = path(connection);
        if (path == null || IN_MEMORY.matcher(path).find()) {
            StoreMessages.LOG.inMemory(url);
        } else if (!IN_A_SERVER.matcher(url).find() && !NOT_INTERRUPTED.matcher(path).find()) {
            throw StoreMessages.LOG.interruptible(url);
        }
    }

    private static @Nullable String path(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("select database_path()")) {
            answer.next();
            return answer.getString(1);
        }
    }

    /** Spelt as H2 has them where it leaves the spelling of names alone. */
    @Override
    public String schemaPresent() {
        return """
        select count(*) from INFORMATION_SCHEMA.TABLES
        where upper(?) in (upper(TABLE_NAME), upper(TABLE_SCHEMA || '.' || TABLE_NAME))
        and (position('.' in ?) > 0 or TABLE_SCHEMA = current_schema)
        """;
    }

    @Override
    public String schemaExists() {
        return "select count(*) from INFORMATION_SCHEMA.SCHEMATA where upper(SCHEMA_NAME) = upper(?)";
    }
}
