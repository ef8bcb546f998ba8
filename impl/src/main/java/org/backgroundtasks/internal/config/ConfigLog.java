package org.backgroundtasks.internal.config;

import static org.jboss.logging.Logger.Level.WARN;

import java.lang.invoke.MethodHandles;
import org.backgroundtasks.internal.logging.Messages;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;

/** Messages 200 to 299: configuration that is only said. */
@MessageLogger(projectCode = "BGTASK", length = 6)
interface ConfigLog {

    ConfigLog LOG =
            Messages.logger(MethodHandles.lookup(), ConfigLog.class, "org.backgroundtasks.config");

    @LogMessage(level = WARN)
    @Message(
            id = 205,
            value =
                    "The environment variable %s sets nothing of Background Tasks; correct its name, if it is to be one of the keys, or"
                            + " give it another one")
    void strayVariable(String variable);

    /** Repair: Correct the key, if it is meant for Background Tasks. */
    @LogMessage(level = WARN)
    @Message(id = 206, value = "The configuration key %s sets nothing of Background Tasks%s")
    void misspelt(String name, String meant);
}
