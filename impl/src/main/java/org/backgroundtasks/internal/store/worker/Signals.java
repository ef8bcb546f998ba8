package org.backgroundtasks.internal.store.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/**
 * Word from node to node that there is something to do. It may get lost: what it is about is found
 * by polling, only later.
 */
public interface Signals {

    /** Stands for all queues. */
    String ALL = "";

    /** What a node tells itself, to hear whether it hears, begins with this; no queue does. */
    String ECHO = "\u0001echo ";

    /** Tells all who listen that queues have READY tasks. */
    void send(Collection<String> queues);

    /** Begins to listen, on a connection that is kept for it. */
    Listening listen();

    /** Listens until closed. */
    interface Listening extends AutoCloseable {

        /** The queues that others have told of, waiting for a while if there are none yet. */
        Set<String> await(Duration longest);

        @Override
        void close();
    }
}
