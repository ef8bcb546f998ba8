package org.backgroundtasks.internal.store.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.backgroundtasks.internal.config.StoreSettings;
import org.backgroundtasks.internal.store.StoreMessages;
import org.jspecify.annotations.Nullable;

/** How the supported databases differ, for the rows of one application in tables of one schema. */
public abstract class Dialect {

    /** Stands in statements for the milliseconds by which a test has moved the time on. */
    public static final String AHEAD = "{ahead}";

    private final @Nullable String schema;
    private final String application;
    private boolean isMovable;

    Dialect(StoreSettings settings) {
        this.schema = settings.databaseSchema();
        this.application = settings.application();
    }

    /** The dialect of a connection's database, whose time is its own. */
    public static Dialect of(Connection connection, StoreSettings settings) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        String version = connection.getMetaData().getDatabaseProductVersion();
        return switch (product) {
            case "PostgreSQL" -> new PostgreSqlDialect(settings);
            case "H2" -> new H2Dialect(settings);
            case "MariaDB" -> new MariaDbDialect(settings);
            case "Apache Derby" -> new DerbyDialect(settings);
            // MySQL's driver says so of MariaDB, too.
            case "MySQL" ->
                    version.contains("MariaDB")
                            ? new MariaDbDialect(settings)
                            : untested(product, new MySqlDialect(settings));
            case "Oracle" -> untested(product, new OracleDialect(requireNone(settings, product)));
            case "Microsoft SQL Server" ->
                    untested(product, new SqlServerDialect(requireNone(settings, product)));
            default -> {
                if (product.startsWith("DB2")) {
                    yield untested(product, new Db2Dialect(settings));
                }
                throw StoreMessages.LOG.unsupportedDatabase(product);
            }
        };
    }

    /**
     * The same.
     *
     * @param isMovable whether its time is to be moved on, as {@link #AHEAD} says
     */
    public static Dialect of(Connection connection, StoreSettings settings, boolean isMovable)
            throws SQLException {
        Dialect dialect = of(connection, settings);
        dialect.isMovable = isMovable;
        return dialect;
    }

    private static Dialect untested(String product, Dialect dialect) {
        StoreMessages.LOG.untestedDatabase(product);
        return dialect;
    }

    /** Where a session cannot change to another schema, the scripts would not run in it. */
    private static StoreSettings requireNone(StoreSettings settings, String product) {
        if (settings.databaseSchema() != null) {
            throw StoreMessages.LOG.noSchemaOn(product);
        }
        return settings;
    }

    public @Nullable String schema() {
        return schema;
    }

    /** What the rows of this application have in their column; empty if it has no name. */
    public final String application() {
        return column(application);
    }

    /** Whether the application has a name. */
    public final boolean hasApplication() {
        return !application.isEmpty();
    }

    /** The same for any application. */
    String column(String application) {
        return application;
    }

    /** The condition that a row is of this application. */
    public final String own() {
        return ownOf(application);
    }

    /** The condition that a row is of an application; of one without a name, if that is empty. */
    public final String ownOf(String application) {
        return "application = '%s'".formatted(column(application));
    }

    /** A table as it is named in statements. */
    public String qualified(String name) {
        return schema == null ? name : schema + "." + name;
    }

    /** Where the scripts are that make the tables. */
    public abstract String folder();

    public abstract ColumnTypes types();

    /** The database's time, as an expression to compare columns with. */
    public final String now() {
        return moved(time());
    }

    /** The same, as the database itself has it. */
    abstract String time();

    /** The time that lies some milliseconds after another. */
    abstract String later(String time, String millis);

    private String moved(String time) {
        return isMovable ? "(%s)".formatted(later(time, AHEAD)) : time;
    }

    /** The statement that makes a transaction one at READ COMMITTED that has only begun. */
    public Optional<String> relax() {
        return Optional.empty();
    }

    /** Whether {@link #now()} is the time at which the transaction has begun. */
    public boolean timeStandsStillInTransactions() {
        return false;
    }

    /**
     * Whether a lock that was waited for in vain has ended the whole transaction, whose connection
     * goes on as if it had not.
     */
    public boolean endsTransactionOfLockTimeout(Connection connection) throws SQLException {
        return false;
    }

    /** The database's time, as an expression for the value of a column. */
    public final String clock() {
        return moved(timeOfColumn());
    }

    String timeOfColumn() {
        return time();
    }

    /** The time that lies a parameter's milliseconds after {@link #now()}. */
    public final String laterBy() {
        return later(now(), "?");
    }

    /** A time in an answer, as {@link ColumnTypes#time} reads it. */
    public String readable(String time) {
        return time;
    }

    /** Ends a select so that it locks its rows, and waits for those that others have locked. */
    public String lock() {
        return "for update";
    }

    /** Ends a select so that it locks its rows and leaves out those that others have locked. */
    public String skipLocked() {
        return "for update skip locked";
    }

    /** Ends a select with an order so that it has no more rows than this. */
    public String first(String rows) {
        return "fetch first %s rows only".formatted(rows);
    }

    /** The value of a column that says yes or no. */
    public String truth(boolean value) {
        return String.valueOf(value);
    }

    /**
     * Ends an insert of a row so that it does nothing if there is one of that key; empty where it
     * fails then, as {@link #isDuplicate} tells, and the transaction can go on.
     */
    public String unlessThereIsOneAlready(String key) {
        return "";
    }

    /**
     * The same, if the row that is there is to be locked next; it may be locked by that already.
     *
     * @param counter a column that may be counted up then
     */
    public String unlessThereIsOneToLock(String key, String counter) {
        return unlessThereIsOneAlready(key);
    }

    /**
     * Ends a select so that it sees what is committed, where a transaction above READ COMMITTED
     * sees what was committed at its begin, and locks what is committed now; empty elsewhere.
     */
    public String current() {
        return "";
    }

    /** Whether an insert has failed since there was a row of its key. */
    public boolean isDuplicate(SQLException failure) {
        return "23505".equals(failure.getSQLState());
    }

    /** A parameter that is a text of any length, where its type does not follow from its place. */
    public String longText() {
        return "?";
    }

    /** A condition that a column is the same text as a parameter, however long. */
    public String isLongText(String column) {
        return column + " = " + longText();
    }

    /**
     * How many bytes a column of a long text has, or as many as tell a large one from small ones.
     */
    public String size(String column) {
        return "octet_length(%s)".formatted(column);
    }

    /** Ends a select that needs no table. */
    public String fromNothing() {
        return "";
    }

    /** Counts the tables of a name, which is given once for each parameter. */
    public abstract String schemaPresent();

    /**
     * Makes other nodes wait until the transaction ends; null where making tables is safe without.
     */
    public @Nullable String lockSchema() {
        return null;
    }

    /** Counts the schemas of a name, which is the parameter. */
    public abstract String schemaExists();

    /** What a schema is called in a mapping file of Jakarta Persistence. */
    public String schemaElement() {
        return "schema";
    }

    /** Makes a schema the current one, and returns the one before. */
    public String enterSchema(Connection connection, String name) throws SQLException {
        String before = connection.getSchema();
        try (Statement statement = connection.createStatement()) {
            // Unlike the driver's method, the same spelling as in all other statements.
            statement.execute("set schema " + name);
        }
        return before;
    }

    /** Goes back to what {@link #enterSchema} has returned. */
    public void leaveSchema(Connection connection, String before) throws SQLException {
        connection.setSchema(before);
    }

    /**
     * Refuses a database that loses what it has acknowledged, and warns of one that forgets all
     * when the server stops.
     */
    public void checkStorage(Connection connection) throws SQLException {
        // Those that run in a process of their own keep what they are told to.
    }

    /** Refuses a name of a schema that the database would read as another. */
    public void checkSchema(Connection connection) throws SQLException {
        if (schema != null) {
            SchemaName.require(connection, schema);
        }
    }

    /**
     * Asks who has locked a row of a table. Parameter: its id; column: a text. Empty if the
     * database does not tell.
     */
    public Optional<String> holder(String table) {
        return Optional.empty();
    }

    /** Whether it has {@code update … returning}, arrays, and common table expressions. */
    public boolean returnsUpdated() {
        return false;
    }

    /** Whether it has LISTEN and NOTIFY. */
    public boolean notifies() {
        return false;
    }
}
