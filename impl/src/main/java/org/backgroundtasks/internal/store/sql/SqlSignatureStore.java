package org.backgroundtasks.internal.store.sql;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.backgroundtasks.internal.store.jdbc.InsertOnce;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.store.worker.SignatureStore;
import org.backgroundtasks.internal.task.KnownSignature;

/** {@link SignatureStore} in SQL. */
final class SqlSignatureStore implements SignatureStore {

    /** Between the types; in the name of none. */
    private static final String SEPARATOR = "\n";

    private final Jdbc jdbc;
    private final String table;
    private final InsertOnce insert;

    SqlSignatureStore(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        table = dialect.qualified(Schema.SIGNATURES);
        insert =
                new InsertOnce(
                        jdbc,
                        dialect,
                        "insert into %s (signature, name, parameter_types) values (?, ?, ?)"
                                .formatted(table),
                        "signature");
    }

    @Override
    public void note(Collection<KnownSignature> signatures) {
        Set<String> noted =
                Set.copyOf(
                        jdbc.query(
                                "read the signatures",
                                "select signature from " + table,
                                row -> row.text(1)));
        for (KnownSignature one : signatures) {
            if (!noted.contains(one.signature())) {
                jdbc.call(
                        "note a signature",
                        connection ->
                                insert.insert(
                                        connection,
                                        one.signature(),
                                        one.name(),
                                        String.join(SEPARATOR, one.parameterTypes())));
            }
        }
    }

    @Override
    public List<KnownSignature> ofNames(Set<String> names) {
        return names.isEmpty()
                ? List.of()
                : jdbc.query(
                        "read the signatures",
                        "select signature, name, parameter_types from %s where name in (%s)"
                                .formatted(table, TaskSql.placeholders(names.size())),
                        row ->
                                new KnownSignature(
                                        row.text(1), row.text(2), types(row.textOrNull(3))),
                        names.toArray());
    }

    /** Oracle has null for the empty text. */
    private static List<String> types(String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split(SEPARATOR));
    }
}
