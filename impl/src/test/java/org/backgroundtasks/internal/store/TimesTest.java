package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.backgroundtasks.TaskInfo;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.worker.ClaimLimit;
import org.backgroundtasks.internal.store.worker.ClaimRequest;
import org.backgroundtasks.internal.store.worker.WorkSnapshot;
import org.backgroundtasks.internal.task.ClaimedTask;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Times are the same whatever the zone of a node, also in the nights when its clocks change. */
class TimesTest extends StoreContract {

    /** Changes by an hour north and south, by half an hour, not at all, and at another end. */
    private static final List<String> ZONES =
            List.of(
                    "Europe/Berlin",
                    "America/New_York",
                    "Australia/Lord_Howe",
                    "Asia/Kolkata",
                    "Pacific/Apia");

    private static final Duration AROUND = Duration.ofHours(14);
    private static final Duration STEP = Duration.ofMinutes(30);

    /** Both nights of 2026 in each of the zones that has them. */
    private static final List<Instant> CHANGES =
            List.of(
                    Instant.parse("2026-03-29T01:00:00Z"),
                    Instant.parse("2026-10-25T01:00:00Z"),
                    Instant.parse("2026-03-08T07:00:00Z"),
                    Instant.parse("2026-11-01T06:00:00Z"),
                    Instant.parse("2026-04-04T15:00:00Z"),
                    Instant.parse("2026-10-03T15:30:00Z"));

    private static final List<Instant> ENDS =
            List.of(
                    Instant.parse("0001-01-01T00:00:00Z"),
                    Instant.parse("1582-10-10T12:00:00Z"),
                    Instant.parse("1677-09-21T00:12:43.145224Z"),
                    Instant.parse("1969-12-31T23:59:59.999999Z"),
                    Instant.parse("2262-04-11T23:47:16.854776Z"),
                    Instant.parse("2600-03-01T00:00:00Z").minusNanos(1_000),
                    Instant.parse("9999-12-31T23:59:59.999999Z"));

    private final TimeZone before = TimeZone.getDefault();

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(before);
    }

    private static List<Instant> times() {
        List<Instant> times = new ArrayList<>(ENDS);
        for (Instant change : CHANGES) {
            Instant end = change.plus(AROUND);
            for (Instant time = change.minus(AROUND); time.isBefore(end); time = time.plus(STEP)) {
                times.add(time.plusNanos(123_456_000));
            }
        }
        return times;
    }

    @Test
    void what_a_node_writes_every_node_reads() {
        List<NewTask> written = new ArrayList<>();
        for (String zone : ZONES) {
            inZone(
                    zone,
                    node -> {
                        List<NewTask> tasks =
                                times().stream()
                                        .map(
                                                time ->
                                                        task(
                                                                "default",
                                                                SIGNATURE,
                                                                0,
                                                                Instant.EPOCH,
                                                                time,
                                                                "[]"))
                                        .toList();
                        Jta.committed(
                                () -> {
                                    node.tasks().insert(tasks);
                                    return true;
                                });
                        written.addAll(tasks);
                    });
        }
        for (String zone : ZONES) {
            inZone(
                    zone,
                    node ->
                            assertThat(written)
                                    .allSatisfy(
                                            task -> {
                                                TaskInfo read =
                                                        Jta.committed(
                                                                        () ->
                                                                                node.queries()
                                                                                        .find(
                                                                                                task
                                                                                                        .id()))
                                                                .orElseThrow();
                                                assertThat(read.runAt())
                                                        .as(zone)
                                                        .isEqualTo(task.runAt());
                                                assertThat(read.createdAt())
                                                        .isEqualTo(Instant.EPOCH);
                                            }));
        }
    }

    @Test
    void clocks_claims_and_leases_know_no_zone() {
        for (String zone : ZONES) {
            inZone(
                    zone,
                    node -> {
                        Instant now = Instant.now();
                        assertThat(node.tasks().now())
                                .isCloseTo(now, within(5, ChronoUnit.SECONDS));
                        assertThat(node.worker().claims().snapshot().now())
                                .isCloseTo(now, within(5, ChronoUnit.SECONDS));
                        NewTask due = ready();
                        NewTask later = scheduled(node.tasks().now().plusSeconds(600));
                        Jta.committed(() -> insert(List.of(due, later)));

                        List<ClaimedTask> claimed =
                                node.worker()
                                        .claims()
                                        .claim(
                                                new ClaimRequest(
                                                        "default",
                                                        FILTER,
                                                        ClaimLimit.of(9),
                                                        LEASE));
                        assertThat(claimed).extracting(ClaimedTask::id).containsExactly(due.id());
                        WorkSnapshot snapshot = node.worker().claims().snapshot();
                        assertThat(snapshot.untilDue().orElseThrow())
                                .isBetween(Duration.ofSeconds(500), Duration.ofSeconds(601));
                        assertThat(snapshot.untilExpiry().orElseThrow())
                                .isBetween(LEASE.minusMinutes(1), LEASE);
                        assertThat(node.worker().leases().reclaim(9, rules(3), Set.of())).isEmpty();
                        node.worker()
                                .settling()
                                .succeedUnlocked(Stream.of(claimed.get(0).lease()).toList());
                        assertThat(info(due).finishedAt())
                                .isCloseTo(now, within(30, ChronoUnit.SECONDS));
                        assertThat(Jta.committed(() -> node.tasks().cancel(later.id()))).isTrue();
                    });
        }
    }

    private interface OnNode {
        void run(Stores node);
    }

    /** On a node whose JVM was started in a zone; connections are its own, too. */
    private void inZone(String zone, OnNode work) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try (var ownConnections = engine.database().openAgain(dataSource);
                Stores node =
                        open(ownConnections, settings(SchemaMode.VALIDATE, null), "in " + zone)) {
            work.run(node);
        }
    }
}
