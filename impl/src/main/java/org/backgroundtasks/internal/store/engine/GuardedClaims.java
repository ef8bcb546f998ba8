package org.backgroundtasks.internal.store.engine;

import static org.backgroundtasks.internal.store.engine.ClaimSql.ORDER;

import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.store.Conflicts;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Transition;

/**
 * For any database: candidates are read, and each is updated only if its lease number is still the
 * one that was read. Who comes second updates no row and goes on to the next candidate.
 */
public final class GuardedClaims implements Claims {

    private static final int TRIES = 3;
    private static final long PAUSE_MILLIS = 10;

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final String table;
    private final GuardedTasks tasks;
    private final String skipLocked;

    public GuardedClaims(Jdbc jdbc, Dialect dialect, String node) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        table = dialect.qualified(Schema.TASKS);
        skipLocked = dialect.skipLocked();
        tasks = new GuardedTasks(jdbc, dialect, node);
    }

    /** Reads the arguments of what it has taken only, which other candidates are not to cost. */
    @Override
    public List<ClaimedTask> claim(ClaimRequest request) {
        return claim(request, false);
    }

    /** Reads nothing of the arguments. */
    public List<ClaimedTask> claimUnread(ClaimRequest request) {
        return claim(request, true);
    }

    private List<ClaimedTask> claim(ClaimRequest request, boolean isUnread) {
        List<ClaimedTask> claimed = claimOnce(request, isUnread);
        for (int tries = 1;
                claimed.isEmpty()
                        && tries < TRIES
                        && isAnyLeft(request)
                        && Conflicts.pause(PAUSE_MILLIS);
                tries++) {
            claimed = claimOnce(request, isUnread);
        }
        return claimed;
    }

    /**
     * Whether a task could be claimed but for a lock. InnoDB locks for a moment each row that a
     * statement passes by, as the pruner's does: what was skipped then, nobody would come back for
     * before the next poll. Not asked in a JTA transaction, which may see its begin for ever.
     */
    private boolean isAnyLeft(ClaimRequest request) {
        return !skipLocked.isEmpty()
                && !jdbc.isInTransaction()
                && !jdbc.query(
                                "look for tasks to claim",
                                candidates(request.filter(), ""),
                                Row::lease,
                                parameters(request, 1))
                        .isEmpty();
    }

    /** Parameters: those of {@link #parameters}; columns: id, lease number, bytes of arguments. */
    private String candidates(ClaimFilter filter, String lock) {
        return """
        select id, lease_number, %s from %s where %s and %s and queue = ? and lane = '%s' and signature in (%s)
        and losses between ? and ?
        %s %s %s
        """
                .formatted(
                        dialect.size("arguments"),
                        table,
                        TaskSql.states(Transition.CLAIM),
                        dialect.own(),
                        Lane.NONE,
                        TaskSql.placeholders(filter.signatures().size()),
                        ORDER,
                        dialect.first("?"),
                        lock);
    }

    private static Object[] parameters(ClaimRequest request, int most) {
        ClaimFilter filter = request.filter();
        List<Object> parameters = new ArrayList<>();
        parameters.add(request.queue());
        parameters.addAll(filter.signatures());
        parameters.add(filter.minLosses());
        parameters.add(filter.maxLosses());
        parameters.add(most);
        return parameters.toArray();
    }

    private List<ClaimedTask> claimOnce(ClaimRequest request, boolean isUnread) {
        ClaimLimit limit = request.limit();
        String candidates = candidates(request.filter(), skipLocked);
        return jdbc.transaction(
                "claim tasks",
                connection -> {
                    List<TaskId> claimed = new ArrayList<>();
                    long bytes = 0;
                    for (Candidate candidate :
                            jdbc.query(
                                    connection,
                                    candidates,
                                    row -> new Candidate(row.lease(), row.count(3)),
                                    parameters(request, limit.tasks()))) {
                        if (!limit.isLeft(claimed.size(), bytes)) {
                            break;
                        }
                        if (tasks.claim(connection, candidate.lease(), request.lease())) {
                            claimed.add(candidate.lease().task());
                            bytes += candidate.size();
                        }
                    }
                    return tasks.read(connection, request.queue(), claimed, isUnread);
                });
    }

    private record Candidate(Lease lease, long size) {}
}
