package org.backgroundtasks.internal.store;

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

    JpaTaskStore(EntityManagers entityManagers, Jdbc jdbc, DatabaseClock clock, EngineSql sql) {
        this.entityManagers = entityManagers;
        this.jdbc = jdbc;
        this.clock = clock;
        this.sql = sql;
    }

    @Override
    public Instant now() {
        return clock.now().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void insert(List<NewTask> tasks) {
        EntityManager entityManager = entityManagers.current();
        try {
            tasks.forEach(task -> entityManager.persist(new TaskRow(task)));
            // Written now rather than at the commit: a call from within the commit (an entity
            // listener, a
            // synchronization) comes too late for another flush, and would be lost.
            entityManager.flush();
        } catch (PersistenceException e) {
            throw StoreMessages.LOG.failed("store a task", e);
        } finally {
            entityManager.clear();
        }
    }

    @Override
    public Optional<TaskInfo> find(TaskId id) {
        entityManagers.requireTransaction();
        return jdbc.query("read a task", sql.find(), TaskInfoRow::read, id.value()).stream()
                .findFirst();
    }

    @Override
    public List<TaskFailure> failures(TaskId id) {
        entityManagers.requireTransaction();
        return jdbc.query(
                "read the failures of a task",
                sql.failures(),
                row ->
                        new TaskFailure(
                                row.getInt(1),
                                Jdbc.instant(row, 2),
                                row.getTimestamp(3).toInstant(),
                                row.getString(4),
                                row.getString(5)),
                id.value());
    }

    @Override
    public boolean cancel(TaskId id) {
        entityManagers.requireWritable();
        return jdbc.update("cancel a task", sql.cancel(), id.value()) == 1;
    }

    @Override
    public boolean retry(TaskId id) {
        entityManagers.requireWritable();
        return jdbc.update("retry a task", sql.revive(), id.value()) == 1;
    }
}
