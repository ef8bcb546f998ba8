package org.backgroundtasks.internal.cdi;

/** What was entered on a thread, until closed; closing throws nothing. */
interface Entered extends AutoCloseable {

    @Override
    void close();
}
