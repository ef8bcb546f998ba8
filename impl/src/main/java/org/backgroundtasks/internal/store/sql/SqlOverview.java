package org.backgroundtasks.internal.store.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.internal.limit.LimitState;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.LimitIds;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;
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

    private final Jdbc jdbc;
    private final LimitIds ids;
    private final LimitStates states;
    private final Map<TaskState, String> counts = new EnumMap<>(TaskState.class);
    private final String paused;
    private final String served;
    private final String waiting;
    private final String shares;

    public SqlOverview(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        ids = new LimitIds(dialect);
        states = new LimitStates(jdbc, dialect);
        String tasks = dialect.qualified(Schema.TASKS);
        // Each by itself, so that each has its index.
        for (TaskState state : TaskSql.NOT_ENDED) {
            counts.put(
                    state,
                    "select queue, count(*), %s, %s from %s where %s and %s group by queue"
                            .formatted(
                                    dialect.readable("min(run_at)"),
                                    dialect.readable(dialect.now()),
                                    tasks,
                                    TaskSql.states(Set.of(state)),
                                    dialect.own()));
        }
        paused =
                "select queue from %s where %s"
                        .formatted(dialect.qualified(Schema.PAUSES), dialect.own());
        served =
                "select queues from %s where %s and seen_at > %s"
                        .formatted(
                                dialect.qualified(Schema.NODES), dialect.own(), dialect.laterBy());
        waiting =
                "select queue, signature, lane, count(*) from %s where %s and %s and "
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
        List<QueueCount> all = new ArrayList<>();
        counts.forEach(
                (state, count) ->
                        all.addAll(
                                jdbc.query(
                                        "count the tasks of queues",
                                        count,
                                        row -> count(state, row))));
        return all;
    }

    private static QueueCount count(TaskState state, Row row) throws SQLException {
        Instant first = row.time(3);
        boolean isDue = mayBeDue(state) && !first.isAfter(row.time(4));
        return new QueueCount(row.text(1), state, row.count(2), isDue ? first : null);
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
    public List<LaneCount> waiting(Collection<String> queues, Collection<String> signatures) {
        jdbc.requireTransaction();
        List<String> either = new ArrayList<>();
        if (!queues.isEmpty()) {
            either.add("queue in (%s)".formatted(TaskSql.placeholders(queues.size())));
        }
        if (!signatures.isEmpty()) {
            either.add("signature in (%s)".formatted(TaskSql.placeholders(signatures.size())));
        }
        return either.isEmpty()
                ? List.of()
                : jdbc.query(
                        "count the tasks of lanes",
                        waiting
                                + "(%s) group by queue, signature, lane"
                                        .formatted(String.join(" or ", either)),
                        row -> new LaneCount(row.text(1), row.text(2), row.text(3), row.count(4)),
                        Stream.concat(queues.stream(), signatures.stream()).toArray());
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
        Map<String, LimitState> found = new HashMap<>();
        states.read(names.keySet()).forEach((id, state) -> found.put(names.get(id), state));
        return found;
    }
}
