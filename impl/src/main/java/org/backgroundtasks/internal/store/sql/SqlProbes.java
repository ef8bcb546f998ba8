package org.backgroundtasks.internal.store.sql;

import java.util.Optional;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.store.worker.Probes;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.TaskIds;

/** {@link Probes} in SQL. */
final class SqlProbes implements Probes {

    private final Jdbc jdbc;
    private final Neighbours neighbours;
    private final String probe;
    private final String changeNothing;
    private final String change;
    private final Optional<String> relax;

    /**
     * Makes the statements.
     *
     * @param isStrict whether the data source is set to more than READ COMMITTED
     */
    SqlProbes(Jdbc jdbc, Dialect dialect, Neighbours neighbours, boolean isStrict) {
        this.jdbc = jdbc;
        this.neighbours = neighbours;
        String table = dialect.qualified(Schema.TASKS);
        probe = "select 1 " + dialect.fromNothing();
        changeNothing = "update %s set priority = priority where id = ?".formatted(table);
        // No database takes it for a change of nothing.
        change = "update %s set losses = losses + 1 where id = ?".formatted(table);
        relax = isStrict ? dialect.relax() : Optional.empty();
    }

    @Override
    public void relaxTransaction() {
        relax.ifPresent(statement -> jdbc.update("begin", statement));
    }

    @Override
    public void probe() {
        jdbc.query("answer", probe, row -> row.number(1));
    }

    @Override
    public void probeChanging() {
        jdbc.update("change tasks", changeNothing, TaskIds.next());
    }

    @Override
    public void probeWriting(Runnable connected) {
        jdbc.call(
                "write",
                connection -> {
                    connected.run();
                    return jdbc.update(connection, changeNothing, TaskIds.next());
                });
        neighbours.sayPresent();
    }

    @Override
    public void tryToChange(Lease lease) {
        jdbc.tryOut(
                "try to change a task",
                connection -> jdbc.update(connection, change, lease.task()));
    }
}
