package org.backgroundtasks.internal.store.engine;

import static org.backgroundtasks.internal.store.engine.ClaimSql.COLUMNS;
import static org.backgroundtasks.internal.store.engine.ClaimSql.ORDER;

import java.util.List;
import org.backgroundtasks.internal.store.ClaimFilter;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.Transition;

/** In one statement, for databases with {@code update … returning}. */
public final class ReturningClaims implements Claims {

    private final Jdbc jdbc;
    private final String node;
    private final String claim;
    private final String claimLosers;

    public ReturningClaims(Jdbc jdbc, Dialect dialect, String node) {
        String table = dialect.qualified(Schema.TASKS);
        this.jdbc = jdbc;
        this.node = node;
        claim = claim(dialect, table, "");
        // Said in words, since the parameters tell no plan that its own index has them all.
        claimLosers = claim(dialect, table, "and losses > 0");
    }

    private static String claim(Dialect dialect, String table, String which) {
        // Only the last order is that of the answer; an update has none.
        return """
        with due as (
            select id as due_id, priority as due_priority, run_at as due_at, octet_length(arguments) as size
            from %1$s
            where %2$s and %8$s and queue = ? and lane = '%9$s' and signature = any (?) and losses between ? and ? %7$s
            %3$s limit ? %4$s),
        counted as (
            select due_id, row_number() over place as number, sum(size) over place - size as bytes_before
            from due
            window place as (order by due_priority desc, due_at, due_id rows unbounded preceding)),
        claimed as (
            update %1$s %5$s from counted where id = due_id and bytes_before < case when number <= ? then cast(? as bigint) else cast(? as bigint) end
            returning %6$s, priority, run_at)
        select %6$s from claimed %3$s
        """
                .formatted(
                        table,
                        TaskSql.states(Transition.CLAIM),
                        ORDER,
                        dialect.skipLocked(),
                        ClaimSql.set(dialect),
                        COLUMNS,
                        which,
                        dialect.own(),
                        Lane.NONE);
    }

    @Override
    public List<ClaimedTask> claim(ClaimRequest request) {
        ClaimFilter filter = request.filter();
        ClaimLimit limit = request.limit();
        return jdbc.query(
                "claim tasks",
                filter.minLosses() > 0 ? claimLosers : claim,
                row -> ClaimSql.claimed(request.queue(), row),
                request.queue(),
                new Jdbc.SqlArray("varchar", filter.signatures().toArray()),
                filter.minLosses(),
                filter.maxLosses(),
                limit.tasks(),
                node,
                request.lease().toMillis(),
                limit.slots(),
                limit.mostBytes(),
                limit.bytes());
    }
}
