package org.backgroundtasks.internal.store.jpa;

import org.backgroundtasks.internal.store.TaskStore;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.TransactionFailure;
import org.backgroundtasks.internal.store.sql.DatabaseClock;
import org.backgroundtasks.internal.store.sql.EngineSql;
import org.backgroundtasks.internal.store.sql.TaskInfoRow;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.backgroundtasks.TaskFailure;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.internal.task.NewTask;

/** {@link TaskStore} with entities, in the transaction of the caller. */
final class JpaTaskStore implements TaskStore {

    private final EntityManagers entityManagers;
    private final Jdbc jdbc;
    private final DatabaseClock clock;
    private final EngineSql sql;
    private final Dialect dialect;
    private final TaskRows rows;

    JpaTaskStore(
            EntityManagers entityManagers,
            Jdbc jdbc,
            DatabaseClock clock,
            EngineSql sql,
            Dialect dialect) {
        this.entityManagers = entityManagers;
        this.jdbc = jdbc;
        this.clock = clock;
        this.sql = sql;
        this.dialect = dialect;
        this.rows = new TaskRows(dialect);
    }

    @Override
    public Instant now() {
        return clock.now().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public boolean isClockStale() {
        return clock.isStale();
    }

    @Override
    public void askTime() {
        entityManagers.requireWritable();
        jdbc.call(
                "tell its time",
                connection -> {
                    long asked = System.nanoTime();
                    Instant now = jdbc.query(connection, sql.time(), row -> row.time(1)).get(0);
                    if (dialect.timeStandsStillInTransactions()) {
                        clock.advance(now, asked);
                    } else {
                        clock.set(now, asked);
                    }
                    return null;
                });
    }

    @Override
    public void insert(List<NewTask> tasks) {
        try {
            insert(entityManagers.current(), tasks);
        } catch (PersistenceException e) {
            throw TransactionFailure.of("store a task", e);
        }
    }

    private void insert(EntityManager entityManager, List<NewTask> tasks) {
        try {
            for (NewTask task : tasks) {
                entityManager.persist(rows.of(task));
            }
            // Written now rather than at the commit: a call from within the commit (an entity
            // listener, a synchronization) comes too late for another flush, and would be lost.
            entityManager.flush();
        } finally {
            entityManager.clear();
        }
    }

    @Override
    public Optional<TaskInfo> find(TaskId id) {
        entityManagers.requireTransaction();
        return jdbc.query("read a task", sql.find(), TaskInfoRow::read, id).stream().findFirst();
    }

    @Override
    public List<TaskFailure> failures(TaskId id) {
        entityManagers.requireTransaction();
        return jdbc.query(
                "read the failures of a task",
                sql.failures(),
                row ->
                        new TaskFailure(
                                row.number(1),
                                row.timeOrNull(2),
                                row.time(3),
                                row.textOrNull(4),
                                row.text(5)),
                id);
    }

    @Override
    public boolean cancel(TaskId id) {
        entityManagers.requireWritable();
        return jdbc.update("cancel a task", sql.cancel(), id) == 1;
    }

    @Override
    public boolean retry(TaskId id) {
        entityManagers.requireWritable();
        return jdbc.update("retry a task", sql.revive(), id) == 1;
    }
}
