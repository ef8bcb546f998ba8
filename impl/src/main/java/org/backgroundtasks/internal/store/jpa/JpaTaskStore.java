package org.backgroundtasks.internal.store.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.TaskStore;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.CallerTransaction;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.TransactionFailure;
import org.backgroundtasks.internal.store.sql.CallSql;
import org.backgroundtasks.internal.store.sql.DatabaseClock;
import org.backgroundtasks.internal.store.sql.NewTaskSql;
import org.backgroundtasks.internal.task.NewTask;

/** {@link TaskStore} with entities, in the transaction of the caller. */
final class JpaTaskStore implements TaskStore {

    private final EntityManagers entityManagers;
    private final Jdbc jdbc;
    private final DatabaseClock clock;
    private final CallerTransaction transaction;
    private final boolean timeStandsStill;
    private final TaskRows rows;
    private final NewTaskSql unlessThere;
    private final String time;
    private final String cancel;
    private final String revive;

    JpaTaskStore(EntityManagers entityManagers, Jdbc jdbc, DatabaseClock clock, Dialect dialect) {
        this.entityManagers = entityManagers;
        this.jdbc = jdbc;
        this.clock = clock;
        transaction = entityManagers.transaction();
        timeStandsStill = dialect.timeStandsStillInTransactions();
        rows = new TaskRows(dialect);
        unlessThere = new NewTaskSql(jdbc, dialect);
        time = DatabaseClock.question(dialect);
        cancel = CallSql.cancel(dialect);
        revive = CallSql.revive(dialect);
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
        transaction.requireWritable();
        jdbc.call(
                "tell its time",
                connection -> {
                    long asked = clock.asking();
                    Instant now = jdbc.query(connection, time, row -> row.time(1)).get(0);
                    if (timeStandsStill) {
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

    @Override
    public boolean insertIfAbsent(NewTask task) {
        transaction.requireWritable();
        return unlessThere.insertIfAbsent(task);
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
    public boolean cancel(TaskId id) {
        transaction.requireWritable();
        return jdbc.update("cancel a task", cancel, id) == 1;
    }

    @Override
    public boolean retry(TaskId id) {
        transaction.requireWritable();
        return jdbc.update("retry a task", revive, id) == 1;
    }
}
