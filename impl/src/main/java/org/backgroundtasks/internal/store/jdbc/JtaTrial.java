package org.backgroundtasks.internal.store.jdbc;

import java.util.concurrent.ThreadLocalRandom;
import org.backgroundtasks.internal.store.OwnTransactions;
import org.backgroundtasks.internal.store.StoreMessages;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.schema.Schema;

/**
 * Tries whether the data source takes part in JTA transactions. It cannot be asked: connections of
 * Open Liberty say that they commit by themselves in a transaction, too.
 */
public final class JtaTrial {

    private static final String WHAT = "try whether it takes part in transactions";

    private final Jdbc jdbc;
    private final String add;
    private final String remove;

    public JtaTrial(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        // What a crash in the middle of it leaves behind means nothing there: only the highest
        // counts.
        String table = dialect.qualified(Schema.VERSIONS);
        add =
                "insert into %s (version, installed_at) values (?, %s)"
                        .formatted(table, dialect.now());
        remove = "delete from %s where version = ?".formatted(table);
    }

    /** To be called without a transaction. */
    public void requireSuccess(OwnTransactions transactions) {
        int version = -ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        transactions.committed(() -> jdbc.update(WHAT, add, version));
        transactions.rolledBack(() -> jdbc.update(WHAT, remove, version));
        if (jdbc.update(WHAT, remove, version) == 0) {
            throw StoreMessages.LOG.notInJta();
        }
    }
}
