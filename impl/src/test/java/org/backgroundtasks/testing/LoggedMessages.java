package org.backgroundtasks.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The warnings and errors that are logged until it is closed. */
public final class LoggedMessages implements AutoCloseable {

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord entry) {
                    if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                        messages.add(entry.getMessage());
                    }
                }

                @Override
                public void flush() {
                    // Nothing is held back.
                }

                @Override
                public void close() {
                    // There is nothing to close.
                }
            };

    private LoggedMessages(Logger logger) {
        this.logger = logger;
        logger.addHandler(handler);
    }

    public static LoggedMessages of(String logger) {
        return new LoggedMessages(Logger.getLogger(logger));
    }

    public List<String> all() {
        return messages;
    }

    public List<String> withCode(String code) {
        return messages.stream().filter(text -> text.startsWith(code)).toList();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
    }
}
