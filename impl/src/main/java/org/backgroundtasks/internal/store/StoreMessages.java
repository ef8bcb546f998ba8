package org.backgroundtasks.internal.store;

import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import java.lang.invoke.MethodHandles;
import org.backgroundtasks.TaskStoreException;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.Logger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Messages 500 to 599: database. */
@MessageLogger(projectCode = "BGTASK", length = 6)
interface StoreMessages extends BasicLogger {

    StoreMessages LOG =
            Logger.getMessageLogger(
                    MethodHandles.lookup(), StoreMessages.class, "org.backgroundtasks.store");

    @Message(id = 500, value = "The database failed to %s")
    TaskStoreException failed(String what, @Cause Throwable cause);

    @Message(
            id = 501,
            value =
                    "The database '%s' is not supported; use PostgreSQL or H2, or name another data source with"
                            + " background-tasks.datasource")
    TaskStoreException unsupportedDatabase(String product);

    @Message(
            id = 502,
            value =
                    "The tables of Background Tasks are missing, and background-tasks.schema is '%s'; run the script"
                            + " %s, or set background-tasks.schema to 'create'")
    TaskStoreException schemaMissing(String mode, String script);

    @Message(
            id = 503,
            value = "The tables of Background Tasks could not be made with the script %s")
    TaskStoreException schemaNotCreated(String script, @Cause Throwable cause);

    @LogMessage(level = INFO)
    @Message(id = 504, value = "Made the tables of Background Tasks with the script %s")
    void schemaCreated(String script);

    @Message(
            id = 505,
            value =
                    "No Jakarta Persistence provider was found; enable the server's persistence feature, for example"
                            + " persistence-3.1 on Open Liberty")
    TaskStoreException noProvider();

    @Message(
            id = 506,
            value =
                    "The caller's transaction is marked for rollback, so nothing that is enqueued in it would be"
                            + " stored; enqueue in a new transaction")
    TaskStoreException markedForRollback();

    @Message(id = 507, value = "There is no transaction to store the task in")
    TaskStoreException noTransaction();

    @Message(
            id = 508,
            value =
                    "The tables of Background Tasks have version %d, and this release needs %d; a newer release may"
                            + " have made them")
    TaskStoreException schemaVersion(int found, int expected);

    @LogMessage(level = WARN)
    @Message(
            id = 510,
            value = "A connection on which the database had not answered for too long was aborted")
    void connectionAborted();

    @Message(
            id = 509,
            value = "The script %s is not in the jar; deploy background-tasks as it was built")
    TaskStoreException noScript(String script);
}
