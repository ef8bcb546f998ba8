package org.backgroundtasks.internal.worker.schedule;

import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.backgroundtasks.internal.schedule.DeclaredSchedule;
import org.backgroundtasks.internal.store.schedule.ScheduleStore;

/**
 * Says again and again which schedules this node declares, so that others can tell those that are
 * still declared from those that are not.
 */
public final class DeclaredSchedules implements Runnable {

    private static final int SHOWN = 3;

    private final ScheduleStore store;
    private final List<DeclaredSchedule> declared;
    private final Set<String> definitions;
    private final Duration live;
    private final Runnable changed;
    private final Set<String> said = new HashSet<>();
    private boolean isDeclared;
    private boolean wasLate;

    /**
     * Prepares to declare.
     *
     * @param live for how long it holds
     * @param changed is run when the next instant of some schedule may be another one
     */
    public DeclaredSchedules(
            ScheduleStore store, List<DeclaredSchedule> declared, Duration live, Runnable changed) {
        this.store = store;
        this.declared = List.copyOf(declared);
        this.definitions =
                declared.stream()
                        .map(DeclaredSchedule::definition)
                        .collect(Collectors.toUnmodifiableSet());
        this.live = live;
        this.changed = changed;
    }

    public Set<String> definitions() {
        return definitions;
    }

    @Override
    public void run() {
        if (isDeclared && isRefreshed()) {
            return;
        }
        RuntimeException failure = null;
        for (DeclaredSchedule one : declared) {
            try {
                declare(one);
            } catch (RuntimeException e) {
                // One that cannot be declared holds up no others.
                failure = e;
            }
        }
        changed.run();
        if (failure != null) {
            throw failure;
        }
        isDeclared = true;
    }

    private boolean isRefreshed() {
        try {
            boolean isRefreshed = store.refresh(definitions, live) == definitions.size();
            if (isRefreshed && wasLate) {
                wasLate = false;
                changed.run();
            }
            return isRefreshed;
        } catch (RuntimeException e) {
            // Somebody may have locked one of them for long.
            wasLate = true;
            ScheduleLog.LOG.debug("Schedules are declared one by one", e);
            return false;
        }
    }

    private static ZoneId zone(DeclaredSchedule one) {
        return Objects.requireNonNull(one.schedule().zone());
    }

    private void declare(DeclaredSchedule one) {
        switch (store.declare(one, live)) {
            case STORED -> {
                said.remove(one.key());
                ScheduleLog.LOG.declared(
                        one.key(),
                        one.schedule().expression(),
                        store.next(one.key(), SHOWN).stream()
                                .map(next -> next.atZone(zone(one)).toString())
                                .collect(Collectors.joining(", ")));
            }
            case UNCHANGED -> said.remove(one.key());
            case LEFT_TO_OTHERS -> {
                if (said.add(one.key())) {
                    ScheduleLog.LOG.leftToOthers(one.key(), one.schedule().expression());
                }
            }
            case TAKEN -> {
                if (said.add(one.key())) {
                    ScheduleLog.LOG.keyTaken(one.key(), one.call().invocation().name());
                }
            }
        }
    }
}
