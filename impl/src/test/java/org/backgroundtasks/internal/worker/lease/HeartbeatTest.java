package org.backgroundtasks.internal.worker.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.backgroundtasks.internal.worker.ClaimedTasks.definition;
import static org.backgroundtasks.internal.worker.ClaimedTasks.tasks;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.store.worker.LeaseStore;
import org.backgroundtasks.internal.store.worker.Renewal;
import org.backgroundtasks.internal.store.worker.WorkerStore;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.time.Ticker;
import org.junit.jupiter.api.Test;

/** Whose leases are renewed when not all can be. */
class HeartbeatTest {

    private static final Duration LEASE = Duration.ofMillis(300);

    private final RunningTasks running = new RunningTasks(Ticker.SYSTEM);
    private final List<RunningTask> held = tasks(definition("task", 1), 150);
    private final Set<Lease> renewed = new HashSet<>();

    private final Heartbeat heartbeat = heartbeat(LEASE);

    private Heartbeat heartbeat(Duration lease) {
        return new Heartbeat(
                new WorkerStore(null, null, leases(), null, null, null, null, null, null),
                running,
                lease,
                () -> this.written++,
                Ticker.SYSTEM);
    }

    private LeaseStore leases() {
        return (LeaseStore)
                Proxy.newProxyInstance(
                        LeaseStore.class.getClassLoader(),
                        new Class<?>[] {LeaseStore.class},
                        (proxy, method, arguments) -> renew(arguments[0]));
    }

    private Lease bad;
    private boolean isAway;
    private Duration pause = Duration.ZERO;
    private int asked;
    private int written;

    @Test
    void one_that_cannot_be_renewed_holds_up_no_others() {
        held.forEach(running::add);
        bad = held.get(20).lease();

        assertThatThrownBy(heartbeat::run).hasMessage("a bad row");

        assertThat(renewed).hasSize(149).doesNotContain(bad);
        assertThat(written).as("so more can be claimed").isOne();
    }

    @Test
    void what_takes_too_long_to_be_refused_comes_last_the_next_time() {
        held.forEach(running::add);
        bad = running.leasesByTurn().get(0);
        pause = LEASE.dividedBy(2);

        assertThatThrownBy(heartbeat::run).hasMessage("a bad row");
        heartbeat.run();

        assertThat(renewed).as("those that had no turn before").hasSize(50);
    }

    @Test
    void a_database_that_is_away_is_not_asked_for_each() {
        held.forEach(running::add);
        isAway = true;
        // Never late, however busy the machine is.
        Heartbeat patient = heartbeat(Duration.ofMinutes(1));

        assertThatThrownBy(patient::run).hasMessage("away");

        assertThat(asked).isLessThan(20);
        assertThat(written).isZero();
        isAway = false;
        asked = 0;
        patient.run();
        assertThat(renewed).hasSize(150);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void what_could_not_have_its_turn_in_time_is_stopped_though_nothing_has_failed()
            throws InterruptedException {
        held.forEach(running::add);
        pause = LEASE.dividedBy(2);
        Lease last = running.leasesByTurn().get(held.size() - 1);
        Thread.sleep(LEASE.toMillis());

        heartbeat.run();

        assertThat(renewed).hasSize(100);
        assertThat(held)
                .filteredOn(task -> task.stopReason() == StopReason.LEASE_EXPIRED)
                .hasSize(50)
                .extracting(RunningTask::lease)
                .contains(last);
    }

    @SuppressWarnings("unchecked")
    private Renewal renew(Object leases) throws InterruptedException {
        Thread.sleep(pause.toMillis());
        asked++;
        if (isAway) {
            throw new TaskStoreException("away");
        }
        Collection<Lease> batch = (Collection<Lease>) leases;
        if (batch.contains(bad)) {
            throw new TaskStoreException("a bad row");
        }
        renewed.addAll(batch);
        return new Renewal(Set.of(), Set.of());
    }
}
