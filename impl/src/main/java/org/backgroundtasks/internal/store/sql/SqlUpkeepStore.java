package org.backgroundtasks.internal.store.sql;

import static org.backgroundtasks.internal.store.engine.TaskSql.states;
import static org.backgroundtasks.internal.task.Transition.CLAIM;
import static org.backgroundtasks.internal.task.Transition.SUCCEED;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.FirstRows;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.jdbc.Row;
import org.backgroundtasks.internal.store.schema.Schema;
import org.backgroundtasks.internal.store.worker.UpkeepStore;
import org.backgroundtasks.internal.store.worker.Waiting;

/** {@link UpkeepStore} in SQL. */
final class SqlUpkeepStore implements UpkeepStore {

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final Neighbours neighbours;
    private final String table;
    private final FirstRows pruneSucceeded;
    private final FirstRows pruneOthers;
    private final String oldestEnds;
    private final String waiting;
    private final String runningQueues;

    SqlUpkeepStore(Jdbc jdbc, Dialect dialect, Neighbours neighbours) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        this.neighbours = neighbours;
        table = dialect.qualified(Schema.TASKS);
        pruneSucceeded = prune("state = 'SUCCEEDED'");
        pruneOthers = prune("state in ('FAILED', 'CANCELLED')");
        oldestEnds = oldestEnds();
        waiting = waiting();
        runningQueues =
                "select distinct queue from %s where %s and %s"
                        .formatted(table, states(SUCCEED), dialect.own());
    }

    /** Parameters: the retention as negative milliseconds; the limit. */
    private FirstRows prune(String states) {
        return FirstRows.of(
                dialect, "delete from " + table, states, "finished_at", "< " + dialect.laterBy());
    }

    /** No parameters; columns: now, the first end of a success, that of another. */
    private String oldestEnds() {
        return """
        select %2$s,
            (select %5$s from %1$s where state = 'SUCCEEDED' and %4$s),
            (select %5$s from %1$s where state in ('FAILED', 'CANCELLED') and %4$s)
        %3$s
        """
                .formatted(
                        table,
                        dialect.readable(dialect.now()),
                        dialect.fromNothing(),
                        dialect.own(),
                        dialect.readable("min(finished_at)"));
    }

    /** Parameter: negative milliseconds; columns: name, signature, queue, how many. */
    private String waiting() {
        return """
        select name, signature, queue, count(*) from %s where %s and %s and run_at < %s
        group by name, signature, queue
        """
                .formatted(table, states(CLAIM), dialect.own(), dialect.laterBy());
    }

    @Override
    public int prune(Duration succeeded, Duration failed, int limit) {
        String what = "prune tasks";
        int pruned = pruneSucceeded.change(jdbc, what, -succeeded.toMillis(), limit);
        return pruned == limit
                ? pruned
                : pruned + pruneOthers.change(jdbc, what, -failed.toMillis(), limit - pruned);
    }

    @Override
    public Optional<Duration> untilPrunable(Duration succeeded, Duration failed) {
        return jdbc.query(
                        "look for the next tasks to prune",
                        oldestEnds,
                        row ->
                                Stream.of(until(row, 2, succeeded), until(row, 3, failed))
                                        .flatMap(Optional::stream)
                                        .min(Duration::compareTo))
                .get(0);
    }

    /** From the time in the first column until a while after that in another. */
    private static Optional<Duration> until(Row row, int column, Duration after)
            throws SQLException {
        Instant end = row.timeOrNull(column);
        Instant now = row.time(1);
        return Optional.ofNullable(end).map(time -> Duration.between(now, time).plus(after));
    }

    @Override
    public List<Waiting> waitingLongerThan(Duration duration) {
        return jdbc.query(
                "count the waiting tasks",
                waiting,
                row -> new Waiting(row.text(1), row.text(2), row.text(3), row.count(4)),
                -duration.toMillis());
    }

    @Override
    public Set<String> runningQueues() {
        return Set.copyOf(
                jdbc.query("list the queues that are served", runningQueues, row -> row.text(1)));
    }

    @Override
    public void lookForNeighbours() {
        neighbours.look();
    }

    @Override
    public void abortOverdue() {
        jdbc.abortOverdue();
    }
}
