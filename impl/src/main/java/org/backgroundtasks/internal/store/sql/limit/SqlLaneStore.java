package org.backgroundtasks.internal.store.sql.limit;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.limit.HeldLimit;
import org.backgroundtasks.internal.limit.LimitState;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.ClaimSql;
import org.backgroundtasks.internal.store.engine.LaneClaims;
import org.backgroundtasks.internal.store.engine.LimitIds;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.backgroundtasks.internal.store.jdbc.InsertOnce;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.store.limit.KeylessTask;
import org.backgroundtasks.internal.store.limit.LaneClaim;
import org.backgroundtasks.internal.store.limit.LaneStore;
import org.backgroundtasks.internal.store.limit.LaneTask;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.Transition;

/** {@link LaneStore} in SQL. */
public final class SqlLaneStore implements LaneStore {

    private static final Duration DAY = Duration.ofDays(1);

    /** No rate counts what is older. */
    private static final Duration LONGEST = Duration.ofDays(366);

    /** How many shares of tasks that no longer run a limit may have before they are deleted. */
    private static final int MOST_DEAD = 50;

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final LaneClaims claims;
    private final LimitIds ids;
    private final String tasks;
    private final String limits;
    private final String nextLane;
    private final String lanes;
    private final String firstOfAll;
    private final LimitStates states;
    private final InsertOnce note;
    private final String bury;
    private final String move;
    private final String lanesOfLosers;
    private final String unused;
    private final String drop;

    public SqlLaneStore(Jdbc jdbc, Dialect dialect, LaneClaims claims) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        this.claims = claims;
        ids = new LimitIds(dialect);
        tasks = dialect.qualified(Schema.TASKS);
        limits = dialect.qualified(Schema.LIMITS);
        String holders = dialect.qualified(Schema.HOLDERS);
        String living = LimitStates.living(dialect);
        nextLane =
                "select min(lane) from %s where %s and %s and queue = ? and lane > ?"
                        .formatted(tasks, TaskSql.states(Transition.CLAIM), dialect.own());
        lanes =
                """
                with recursive lanes (lane) as (
                    (%1$s)
                    union all
                    select (select min(t.lane) from %2$s t where t.%3$s and t.%4$s and t.queue = ? and t.lane > lanes.lane)
                    from lanes where lanes.lane is not null)
                select lane from lanes where lane is not null limit ?
                """
                        .formatted(
                                nextLane, tasks, TaskSql.states(Transition.CLAIM), dialect.own());
        firstOfAll =
                """
                select t.* from unnest(?, ?) as wanted (name, most) cross join lateral (
                    select %s from %s where %s and %s and queue = ? and lane = wanted.name collate "C"
                    and signature = any (?) and losses between ? and ? %s limit wanted.most) t
                """
                        .formatted(
                                columns(),
                                tasks,
                                TaskSql.states(Transition.CLAIM),
                                dialect.own(),
                                ClaimSql.ORDER);
        states = new LimitStates(jdbc, dialect);
        note =
                new InsertOnce(
                        jdbc,
                        dialect,
                        """
                        insert into %s (id, application, limit_key, version, per_millis, last_count, used_at)
                        values (?, ?, ?, 0, 0, 0, %s)
                        """
                                .formatted(limits, dialect.now()),
                        "id");
        bury =
                "delete from %1$s where limit_id = ? and 0 = (select count(*) from %2$s t where t.id = task_id and t.lease_number = %1$s.lease_number and t.%3$s)"
                        .formatted(holders, tasks, TaskSql.RUNNING);
        move =
                "update %s set lane = ? where id = ? and lane = ? and %s"
                        .formatted(tasks, TaskSql.states(Transition.CLAIM));
        lanesOfLosers =
                "select distinct lane from %s where %s and %s and queue = ? and losses > 0 and losses between ? and ? and lane <> ? %s"
                        .formatted(
                                tasks,
                                TaskSql.states(Transition.CLAIM),
                                dialect.own(),
                                dialect.first("?"));
        drop = "delete from %s where id = ? and used_at < %s".formatted(limits, dialect.laterBy());
        unused =
                """
                select id from %1$s l where %2$s and (per_millis <= ? and used_at < %3$s or used_at < %3$s)
                and not exists (select 1 from %4$s h where h.limit_id = l.id and %5$s = 1)
                order by used_at %6$s
                """
                        .formatted(
                                limits,
                                dialect.own(),
                                dialect.laterBy(),
                                holders,
                                living,
                                dialect.first("?"));
    }

    @Override
    public boolean hasLanes(String queue) {
        return nextLane(queue, Lane.NONE).isPresent();
    }

    private Optional<String> nextLane(String queue, String after) {
        return jdbc.query(
                        "look for the next lane",
                        nextLane,
                        row -> Optional.ofNullable(row.textOrNull(1)),
                        queue,
                        after)
                .get(0);
    }

    @Override
    public List<String> lanes(String queue, String after, int most) {
        if (dialect.returnsUpdated()) {
            return jdbc.query(
                    "look for lanes", lanes, row -> row.text(1), queue, after, queue, most);
        }
        List<String> found = new ArrayList<>();
        Optional<String> next = nextLane(queue, after);
        while (next.isPresent() && found.size() < most) {
            found.add(next.get());
            next = nextLane(queue, next.get());
        }
        return found;
    }

    @Override
    public List<LaneTask> first(String queue, ClaimFilter filter, Map<String, Integer> among) {
        if (filter.signatures().isEmpty()) {
            return List.of();
        }
        List<LaneTask> found =
                dialect.returnsUpdated()
                        ? firstOfAll(queue, filter, among)
                        : firstOfEach(queue, filter, among);
        return found.stream().sorted(LaneTask.ORDER).toList();
    }

    private List<LaneTask> firstOfAll(
            String queue, ClaimFilter filter, Map<String, Integer> among) {
        List<Map.Entry<String, Integer>> all = List.copyOf(among.entrySet());
        return jdbc.query(
                "look for tasks to claim",
                firstOfAll,
                SqlLaneStore::task,
                new Jdbc.SqlArray("varchar", all.stream().map(Map.Entry::getKey).toArray()),
                new Jdbc.SqlArray("integer", all.stream().map(Map.Entry::getValue).toArray()),
                queue,
                new Jdbc.SqlArray("varchar", filter.signatures().toArray()),
                filter.minLosses(),
                filter.maxLosses());
    }

    private List<LaneTask> firstOfEach(
            String queue, ClaimFilter filter, Map<String, Integer> among) {
        String first = firstOf(filter.signatures().size());
        return jdbc.call(
                "look for tasks to claim",
                connection -> {
                    List<LaneTask> each = new ArrayList<>();
                    for (Map.Entry<String, Integer> one : among.entrySet()) {
                        List<Object> parameters = new ArrayList<>(List.of(queue, one.getKey()));
                        parameters.addAll(filter.signatures());
                        parameters.addAll(
                                List.of(filter.minLosses(), filter.maxLosses(), one.getValue()));
                        each.addAll(
                                jdbc.query(
                                        connection,
                                        first,
                                        SqlLaneStore::task,
                                        parameters.toArray()));
                    }
                    return each;
                });
    }

    private String columns() {
        return "id, lease_number, lane, signature, priority, %s, %s"
                .formatted(dialect.readable("run_at"), dialect.size("arguments"));
    }

    private static LaneTask task(Row row) throws SQLException {
        return new LaneTask(
                row.lease(), row.text(3), row.text(4), row.number(5), row.time(6), row.count(7));
    }

    /** Parameters: the queue, the lane, the signatures, the least and most losses, how many. */
    private String firstOf(int signatures) {
        return """
        select %s from %s where %s and %s and queue = ? and lane = ? and signature in (%s) and losses between ? and ?
        %s %s
        """
                .formatted(
                        columns(),
                        tasks,
                        TaskSql.states(Transition.CLAIM),
                        dialect.own(),
                        TaskSql.placeholders(signatures),
                        ClaimSql.ORDER,
                        dialect.first("?"));
    }

    @Override
    public Map<String, LimitState> states(Collection<HeldLimit> wanted) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<TaskId, String> names = new LinkedHashMap<>();
        wanted.stream()
                .map(HeldLimit::name)
                .distinct()
                .sorted()
                .forEach(name -> names.put(ids.of(name), name));
        Map<TaskId, LimitState> found = states.read(names.keySet());
        if (found.size() < names.size()) {
            names.forEach(
                    (id, name) -> {
                        if (!found.containsKey(id)) {
                            note(id, name);
                        }
                    });
            found.putAll(states.read(names.keySet()));
        }
        Map<String, LimitState> seen = new HashMap<>();
        found.forEach(
                (id, state) -> {
                    seen.put(names.get(id), state);
                    if (state.dead() > MOST_DEAD) {
                        bury(id);
                    }
                });
        return seen;
    }

    private void note(TaskId id, String name) {
        jdbc.call(
                "note a limit",
                connection -> note.insert(connection, id, dialect.application(), name));
    }

    private void bury(TaskId limit) {
        jdbc.update("delete shares of tasks that have ended", bury, limit);
    }

    @Override
    public Optional<List<ClaimedTask>> claim(LaneClaim claim, Duration lease) {
        return claims.claim(claim, lease);
    }

    @Override
    public List<String> lanesOfLosers(String queue, ClaimFilter filter, int most) {
        return jdbc.query(
                "look for lanes",
                lanesOfLosers,
                row -> row.text(1),
                queue,
                filter.minLosses(),
                filter.maxLosses(),
                Lane.NONE,
                most);
    }

    @Override
    public List<KeylessTask> keyless(Collection<String> signatures, int most) {
        if (signatures.isEmpty()) {
            return List.of();
        }
        List<Object> parameters = new ArrayList<>(List.of(Lane.NONE, Lane.WITHOUT_KEYS));
        parameters.addAll(signatures);
        parameters.add(most);
        return jdbc.query(
                "look for tasks without keys of limits",
                "select id, lane, name, signature, arguments from %s where %s and %s and (lane = ? or lane like ?) and signature in (%s) %s"
                        .formatted(
                                tasks,
                                TaskSql.states(Transition.CLAIM),
                                dialect.own(),
                                TaskSql.placeholders(signatures.size()),
                                dialect.first("?")),
                row ->
                        new KeylessTask(
                                row.id(1),
                                row.text(2),
                                new Invocation(row.text(3), row.text(4), row.text(5))),
                parameters.toArray());
    }

    @Override
    public void move(TaskId id, String from, String to) {
        jdbc.update("put a task into its lane", move, to, id, from);
    }

    @Override
    public int prune(int most) {
        List<TaskId> old =
                jdbc.query(
                        "look for limits that nobody uses",
                        unused,
                        row -> row.id(1),
                        DAY.toMillis(),
                        -DAY.multipliedBy(2).toMillis(),
                        -LONGEST.toMillis(),
                        most);
        for (TaskId id : old) {
            bury(id);
            jdbc.update("delete a limit that nobody uses", drop, id, -DAY.toMillis());
        }
        return old.size();
    }
}
