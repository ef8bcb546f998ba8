package org.backgroundtasks.internal.cdi.server;

/** What was entered on a thread, until closed; closing throws nothing. */
public interface Entered extends AutoCloseable {

    @Override
    void close();
}
