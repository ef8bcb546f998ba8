package org.backgroundtasks.internal.store.sql.limit;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.internal.limit.LimitState;
import org.backgroundtasks.internal.limit.Starts;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.store.schema.Schema;
import org.jspecify.annotations.Nullable;

/** Reads how much of limits is taken. */
public final class LimitStates {

    private static final int BATCH = 500;

    private final Jdbc jdbc;
    private final String versions;
    private final String shares;

    public LimitStates(Jdbc jdbc, Dialect dialect) {
        this.jdbc = jdbc;
        versions =
                "select id, version, starts, %s, last_count, %s, per_millis from %s where id in "
                        .formatted(
                                dialect.readable("last_at"),
                                dialect.readable(dialect.now()),
                                dialect.qualified(Schema.LIMITS));
        shares =
                "select limit_id, sum(living), count(*) from (select h.limit_id, %s as living from %s h) shares where limit_id in "
                        .formatted(living(dialect), dialect.qualified(Schema.HOLDERS));
    }

    /**
     * How many tasks still run under the lease of a share h: one, or none. Asked so, each is looked
     * up by its id; a join might be made by reading all tasks.
     */
    static String living(Dialect dialect) {
        return "(select count(*) from %s t where t.id = h.task_id and t.lease_number = h.lease_number and t.%s)"
                .formatted(dialect.qualified(Schema.TASKS), TaskSql.RUNNING);
    }

    /** Reads those that have a row. */
    public Map<TaskId, LimitState> read(Collection<TaskId> limits) {
        List<TaskId> all = List.copyOf(limits);
        Map<TaskId, LimitState> found = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i += BATCH) {
            found.putAll(readSome(all.subList(i, Math.min(i + BATCH, all.size()))));
        }
        return found;
    }

    private Map<TaskId, LimitState> readSome(List<TaskId> limits) {
        return jdbc.call(
                "see how much of limits is taken",
                connection -> {
                    Object[] parameters = limits.toArray();
                    String among = "(%s)".formatted(TaskSql.placeholders(parameters.length));
                    // The versions first: whoever has claimed since has changed them.
                    Map<TaskId, LimitState> found = new LinkedHashMap<>();
                    jdbc.query(
                            connection,
                            versions + among,
                            row -> found.put(row.id(1), version(row)),
                            parameters);
                    jdbc.query(
                            connection,
                            shares + among + " group by limit_id",
                            row -> addShares(found, row),
                            parameters);
                    return found;
                });
    }

    private static LimitState version(Row row) throws SQLException {
        Starts before = Starts.of(Objects.requireNonNullElse(row.textOrNull(3), ""));
        Instant lastAt = row.timeOrNull(4);
        return new LimitState(
                row.count(2),
                0,
                0,
                Duration.ofMillis(row.count(7)),
                lastAt == null ? before : before.plus(lastAt, row.number(5)),
                row.time(6));
    }

    private static @Nullable LimitState addShares(Map<TaskId, LimitState> found, Row row)
            throws SQLException {
        long living = row.count(2);
        long all = row.count(3);
        return found.computeIfPresent(row.id(1), (id, state) -> state.with(living, all));
    }
}
