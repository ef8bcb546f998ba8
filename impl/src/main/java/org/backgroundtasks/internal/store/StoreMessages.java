package org.backgroundtasks.internal.store;

import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import java.lang.invoke.MethodHandles;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.logging.Messages;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;
import org.jspecify.annotations.Nullable;

/** Messages 500 to 599: database. */
@MessageLogger(projectCode = "BGTASK", length = 6)
public interface StoreMessages extends BasicLogger {

    StoreMessages LOG =
            Messages.logger(
                    MethodHandles.lookup(), StoreMessages.class, "org.backgroundtasks.store");

    /**
     * Repair: Look at the cause, which is the database's own message. Nothing was stored, if it was
     * a call.
     */
    @Message(id = 500, value = "The database failed to %s")
    TaskStoreException failed(String what, @Cause Throwable cause);

    @Message(
            id = 501,
            value =
                    "The database '%s' is not supported; use PostgreSQL, MariaDB, H2 or Derby, or name another data"
                            + " source with background-tasks.datasource")
    TaskStoreException unsupportedDatabase(String product);

    @Message(
            id = 502,
            value =
                    "The tables of Background Tasks have version %d (0: there are none), this release needs %d, and"
                            + " background-tasks.schema is 'validate'; run, in this order, %s, or set"
                            + " background-tasks.schema to 'create'")
    TaskStoreException schemaMissing(int found, int expected, String scripts);

    /**
     * Repair: Look at the cause. The user of the data source may lack the right to create tables:
     * run the scripts by hand, and set background-tasks.schema=validate.
     */
    @Message(
            id = 503,
            value =
                    "The tables of Background Tasks could not be made or changed with the scripts for %s")
    TaskStoreException schemaNotCreated(String folder, @Cause Throwable cause);

    /** Repair: None. */
    @LogMessage(level = INFO)
    @Message(id = 504, value = "Made or changed the tables of Background Tasks with the script %s")
    void scriptRun(String script);

    @Message(
            id = 505,
            value =
                    "No Jakarta Persistence provider was found; enable the server's persistence feature, for example"
                            + " persistence-3.1 on Open Liberty")
    TaskStoreException noProvider();

    @Message(
            id = 506,
            value =
                    "The caller's transaction is marked for rollback, by the application or since it has taken longer than the"
                            + " server's transaction timeout, so nothing that is enqueued in it would be stored;"
                            + " enqueue in a new transaction")
    TaskStoreException markedForRollback();

    /** Repair: Report it with the stack trace: the library begins a transaction itself. */
    @Message(id = 507, value = "There is no transaction to store the task in")
    TaskStoreException noTransaction();

    @Message(
            id = 508,
            value =
                    "The tables of Background Tasks have version %d, made by a newer release, and this one goes with %d"
                            + " and the one after it; deploy a newer release")
    TaskStoreException schemaVersion(int found, int expected);

    /**
     * Repair: See why the database, or the network to it, does not answer. Set the driver's
     * socketTimeout.
     */
    @LogMessage(level = WARN)
    @Message(
            id = 510,
            value = "A connection on which the database had not answered for too long was aborted")
    void connectionAborted();

    /** Repair: Report what you see. */
    @LogMessage(level = WARN)
    @Message(
            id = 513,
            value =
                    "Background Tasks was written for %s from its documentation and has not been tested with it; try it"
                            + " well before you trust it")
    void untestedDatabase(String product);

    @Message(
            id = 514,
            value =
                    "The data source named by background-tasks.datasource takes no part in JTA transactions, so a task"
                            + " would be stored whether its caller commits or not; make it a JTA data source: without"
                            + " transactional=\"false\" on Open Liberty, with jta=true on WildFly, without"
                            + " --nontransactionalconnections on Payara and GlassFish")
    TaskStoreException notInJta();

    @Message(
            id = 515,
            value =
                    "The server does not take the data source named by background-tasks.datasource into this transaction"
                            + " (%s). Either the transaction has ended, as by its timeout, or it has used another resource, and"
                            + " neither of the two is XA; make one of them an XA data source: type=\"javax.sql.XADataSource\" on"
                            + " Open Liberty, an xa-data-source on WildFly, --restype javax.sql.XADataSource on Payara and GlassFish")
    TaskStoreException notTakenIn(String reason, @Cause Throwable cause);

    @Message(
            id = 516,
            value =
                    "background-tasks.database-schema is not supported on %s; give the user of the data source that"
                            + " schema as its default")
    TaskStoreException noSchemaOn(String product);

    /** Repair: None, while a newer release is rolled out. */
    @LogMessage(level = INFO)
    @Message(
            id = 511,
            value =
                    "The tables of Background Tasks have version %d and this release goes with %d: a newer release is"
                            + " being rolled out")
    void schemaNewer(int found, int expected);

    @Message(
            id = 512,
            value =
                    "The tables of Background Tasks claim to have version %d, but there is no %s; run the scripts"
                            + " again, or name the right schema with background-tasks.database-schema")
    TaskStoreException schemaIncomplete(int version, String missing);

    @Message(
            id = 509,
            value = "The script %s is not in the jar; deploy background-tasks as it was built")
    TaskStoreException noScript(String script);

    @Message(
            id = 517,
            value =
                    "The H2 database of %s is in a file that breaks when a thread is interrupted, as by a timeout: tasks would be"
                            + " lost; write async: before the name of the file, as in jdbc:h2:async:~/tasks, or use a server")
    TaskStoreException interruptible(String url);

    @LogMessage(level = WARN)
    @Message(
            id = 518,
            value =
                    "The database of %s is in memory: its tasks are gone when the server stops; name a data source that keeps"
                            + " them with background-tasks.datasource")
    void inMemory(String url);

    @LogMessage(level = WARN)
    @Message(
            id = 519,
            value =
                    "Another application, %s, uses the same tables as this one, %s: each may run, count and delete tasks of the"
                            + " other; give each its name with background-tasks.application, or both the same if they are one")
    void otherApplication(String other, String own);

    @Message(
            id = 520,
            value =
                    "A task that %s stores is not found as it should be (%s): something that the provider reads for all units"
                            + " changes it, such as hibernate.properties, a service in META-INF/services, or a system"
                            + " property; take that away, or limit it to your own persistence units")
    TaskStoreException changedRow(
            String provider, String difference, @Cause @Nullable Throwable cause);

    @Message(
            id = 521,
            value =
                    "background-tasks.database-schema is '%s', which the database reads as %s, and there is a schema %s that differs"
                            + " from that in upper and lower case only; rename that one, or choose another name")
    TaskStoreException otherSchema(String name, String read, String others);

    @Message(
            id = 522,
            value =
                    "background-tasks.database-schema is '%s', which is a reserved word of %s; choose another name")
    TaskStoreException reservedWord(String name, String product, @Cause Throwable cause);

    @LogMessage(level = WARN)
    @Message(
            id = 523,
            value =
                    "The tables of Background Tasks are those in the schema %s, which comes later in the connection's search_path than %s:"
                            + " they may be another application's; name the right schema with"
                            + " background-tasks.database-schema")
    void tablesOnPath(String found, String first);

    @LogMessage(level = WARN)
    @Message(
            id = 524,
            value =
                    "%d tasks without the name of an application have not ended, and no node without a name is there to run them; if they"
                            + " were stored by this application before it was called '%s', give them its name: update background_task set"
                            + " application = '%2$s' where application = ''")
    void leftBehind(long count, String application);

    /** Repair: Ask a node of the release that has stored it, or remove it. */
    @Message(
            id = 525,
            value = "The schedule '%s' means nothing here: a later release may have stored it")
    TaskStoreException unreadableSchedule(String key);
}
