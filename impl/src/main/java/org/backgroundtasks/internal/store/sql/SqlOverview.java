package org.backgroundtasks.internal.store.sql;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.limit.LimitState;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.LimitIds;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.overview.LaneCount;
import org.backgroundtasks.internal.store.overview.Overview;
import org.backgroundtasks.internal.store.overview.QueueCount;
import org.backgroundtasks.internal.store.overview.ServedQueues;
import org.backgroundtasks.internal.store.overview.Share;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.store.sql.limit.LimitStates;
import org.backgroundtasks.internal.task.Transition;

/** {@link Overview} in SQL. */
public final class SqlOverview implements Overview {

    /** A node says that it is there each minute. */
    private static final Duration PRESENT = Duration.ofMinutes(3);

    private static final int BATCH = 500;

    private final Jdbc jdbc;
    private final LimitIds ids;
    private final LimitStates states;
    private final String count;
    private final String paused;
    private final String served;
    private final String waiting;
    private final String shares;

    public SqlOverview(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        ids = new LimitIds(dialect);
        states = new LimitStates(jdbc, dialect);
        String tasks = dialect.qualified(Schema.TASKS);
        count =
                "select queue, count(*), %s, %s from %s where state = 'STATE' and %s group by queue"
                        .formatted(
                                dialect.readable("min(run_at)"),
                                dialect.readable(dialect.now()),
                                tasks,
                                dialect.own());
        paused =
                "select queue from %s where %s"
                        .formatted(dialect.qualified(Schema.PAUSES), dialect.own());
        served =
                "select queues from %s where %s and seen_at > %s"
                        .formatted(
                                dialect.qualified(Schema.NODES), dialect.own(), dialect.laterBy());
        waiting =
                "select queue, signature, lane, count(*) from %s where %s and %s group by queue, signature, lane"
                        .formatted(tasks, TaskSql.states(Transition.CLAIM), dialect.own());
        shares =
                """
                select l.limit_key, t.id, t.queue, t.signature, t.lane
                from %s h join %s l on l.id = h.limit_id
                join %s t on t.id = h.task_id and t.lease_number = h.lease_number
                where t.%s and t.lease_until is not null and t.%s order by t.id
                """
                        .formatted(
                                dialect.qualified(Schema.HOLDERS),
                                dialect.qualified(Schema.LIMITS),
                                tasks,
                                TaskSql.RUNNING,
                                dialect.own());
    }

    @Override
    public List<QueueCount> counts() {
        jdbc.requireTransaction();
        List<QueueCount> counts = new ArrayList<>();
        // Each by itself, so that each has its index.
        for (TaskState state : TaskSql.NOT_ENDED) {
            counts.addAll(
                    jdbc.query(
                            "count the tasks of queues",
                            count.replace("STATE", state.name()),
                            row -> {
                                Instant first = row.time(3);
                                boolean isDue = !first.isAfter(row.time(4));
                                return new QueueCount(
                                        row.text(1),
                                        state,
                                        row.count(2),
                                        isDue && mayBeDue(state) ? first : null);
                            }));
        }
        return counts;
    }

    private static boolean mayBeDue(TaskState state) {
        return state == TaskState.SCHEDULED || state == TaskState.READY;
    }

    @Override
    public Set<String> paused() {
        jdbc.requireTransaction();
        return Set.copyOf(jdbc.query("look for paused queues", paused, row -> row.text(1)));
    }

    @Override
    public List<ServedQueues> served() {
        jdbc.requireTransaction();
        return jdbc.query(
                "look for nodes",
                served,
                row -> ServedQueues.of(row.textOrNull(1)),
                -PRESENT.toMillis());
    }

    @Override
    public List<LaneCount> waiting() {
        jdbc.requireTransaction();
        return jdbc.query(
                "count the tasks of lanes",
                waiting,
                row -> new LaneCount(row.text(1), row.text(2), row.text(3), row.count(4)));
    }

    @Override
    public List<Share> shares() {
        jdbc.requireTransaction();
        return jdbc.query(
                "look who has a share of a limit",
                shares,
                row -> new Share(row.text(1), row.id(2), row.text(3), row.text(4), row.text(5)));
    }

    @Override
    public Map<String, LimitState> states(Collection<String> limits) {
        jdbc.requireTransaction();
        Map<TaskId, String> names = new LinkedHashMap<>();
        limits.forEach(name -> names.put(ids.of(name), name));
        List<TaskId> all = List.copyOf(names.keySet());
        Map<String, LimitState> found = new HashMap<>();
        for (int i = 0; i < all.size(); i += BATCH) {
            states.read(all.subList(i, Math.min(i + BATCH, all.size())))
                    .forEach((id, state) -> found.put(names.get(id), state));
        }
        return found;
    }
}
