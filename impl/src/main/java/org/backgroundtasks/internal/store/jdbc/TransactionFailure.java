package org.backgroundtasks.internal.store.jdbc;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.store.StoreMessages;

/** Why something that was to be part of a JTA transaction has not become one. */
public final class TransactionFailure {

    private TransactionFailure() {}

    /**
     * Each server wraps in its own way what its transaction manager says when that cannot take in a
     * data source. All of these say it by an {@link IllegalStateException}, where a database does
     * by a {@link java.sql.SQLException}.
     */
    public static TaskStoreException of(String what, Exception failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable root = failure;
        while (seen.add(root) && root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof IllegalStateException
                ? StoreMessages.LOG.notTakenIn(root.getMessage(), failure)
                : StoreMessages.LOG.failed(what, failure);
    }
}
