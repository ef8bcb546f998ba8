package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.ToLongFunction;
import org.backgroundtasks.servers.Postgres;

/**
 * What the oracle's tables say after a fault.
 *
 * @param tasks how many were enqueued by transactions that committed
 * @param faults how many there were
 * @param lost tasks without an effect
 * @param phantoms effects of tasks that nobody enqueued
 * @param twice tasks with more than one effect
 * @param duplicateStarts how many more starts there were than tasks that have started
 * @param longestResume from a fault to the next start of a task that it met; null if it met none
 */
record Verdict(
        long tasks,
        long faults,
        long lost,
        long phantoms,
        long twice,
        long duplicateStarts,
        Duration longestResume) {

    /** The next start of a task whose last start before a fault was on the node that it met. */
    private static final String RESUME =
            """
            select coalesce(max(extract(epoch from n.at - f.at) * 1000)::bigint, -1)
            from fault f
            join lateral (
                select distinct on (task_id) task_id, lease, node from started
                where at <= f.at order by task_id, lease desc) s on f.node is null or s.node = f.node
            join started n on n.task_id = s.task_id and n.lease = (
                select min(lease) from started where task_id = s.task_id and lease > s.lease)
            where not exists (select 1 from effect e where e.task_id = s.task_id and e.at <= f.at)
            """;

    static Verdict of(Postgres postgres) {
        long resume = postgres.number(RESUME);
        return of(postgres::number, resume < 0 ? null : Duration.ofMillis(resume));
    }

    /** What a database says that is asked through its server, where faults are not noted. */
    static Verdict of(ToLongFunction<String> database) {
        return of(database, null);
    }

    private static Verdict of(ToLongFunction<String> database, Duration longestResume) {
        return new Verdict(
                database.applyAsLong("select count(*) from enqueued"),
                database.applyAsLong("select count(*) from fault"),
                database.applyAsLong(
                        "select count(*) from enqueued where not exists (select 1 from effect where task_id = id)"),
                database.applyAsLong(
                        "select count(*) from effect where not exists (select 1 from enqueued where id = task_id)"),
                database.applyAsLong(
                        "select count(*) from (select 1 from effect group by task_id having count(*) > 1) twice"),
                database.applyAsLong("select count(*) - count(distinct task_id) from started"),
                longestResume);
    }

    /** The same with faults that the oracle did not see. */
    Verdict withFaults(long number) {
        return new Verdict(tasks, number, lost, phantoms, twice, duplicateStarts, longestResume);
    }

    /** The first two guarantees of the README. */
    void assertExactlyOnce() {
        assertThat(lost).as("lost").isZero();
        assertThat(phantoms).as("phantoms").isZero();
        assertThat(twice).as("twice").isZero();
    }
}
