package org.backgroundtasks.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.backgroundtasks.TaskState;
import org.junit.jupiter.api.Test;

/**
 * Claim, renewal, expiry, reclaim, settlement and crash of two workers and one task, in every order
 * that is possible. Each step is one statement or one commit of the real thing; what a body did
 * counts when its commit does.
 */
class ProtocolModelTest {

    private static final int WORKERS = 2;
    private static final int MAX_ATTEMPTS = 3;
    private static final int MAX_LOSSES = 3;
    private static final int MOST_CLAIMS = 6;
    private static final int NO_LEASE = 0;

    /**
     * Whether a settlement asks for the lease number; switched off to see that the model notices.
     */
    private boolean fenced = true;

    /**
     * The row, and what each worker believes.
     *
     * @param held the lease number that each worker runs a body under, or {@link #NO_LEASE}
     * @param effects how many bodies have committed
     */
    private record World(
            TaskState state,
            int leaseNumber,
            boolean expired,
            int attempts,
            int losses,
            List<Integer> held,
            int effects) {

        World with(TaskState newState) {
            return new World(newState, leaseNumber, false, attempts, losses, held, effects);
        }

        World expiring(boolean isExpired) {
            return new World(state, leaseNumber, isExpired, attempts, losses, held, effects);
        }

        World counting(int newAttempts, int newLosses) {
            return new World(state, leaseNumber, expired, newAttempts, newLosses, held, effects);
        }

        World claimedAs(int lease) {
            return new World(TaskState.RUNNING, lease, false, attempts + 1, losses, held, effects);
        }

        World committed() {
            return new World(
                    TaskState.SUCCEEDED, leaseNumber, false, attempts, losses, held, effects + 1);
        }

        World holding(int worker, int lease) {
            List<Integer> changed = new ArrayList<>(held);
            changed.set(worker, lease);
            return new World(
                    state, leaseNumber, expired, attempts, losses, List.copyOf(changed), effects);
        }
    }

    private static final World START =
            new World(TaskState.READY, NO_LEASE, false, 0, 0, List.of(NO_LEASE, NO_LEASE), 0);

    private static boolean allows(Transition transition, World world) {
        return transition.sources().contains(world.state());
    }

    private List<World> next(World world) {
        List<World> next = new ArrayList<>();
        if (allows(Transition.PROMOTE, world)) {
            next.add(world.with(Transition.PROMOTE.target()));
        }
        if (world.state() == TaskState.RUNNING && !world.expired()) {
            next.add(world.expiring(true));
        }
        if (allows(Transition.RECLAIM, world) && world.expired()) {
            boolean ends = world.losses() + 1 >= MAX_LOSSES || world.attempts() >= MAX_ATTEMPTS;
            TaskState state = (ends ? Transition.FAIL_RECLAIMED : Transition.RECLAIM).target();
            next.add(world.with(state).counting(world.attempts(), world.losses() + 1));
        }
        for (int worker = 0; worker < WORKERS; worker++) {
            if (world.held().get(worker) == NO_LEASE) {
                addClaim(world, worker, next);
            } else {
                addOutcomes(world, worker, next);
            }
        }
        return next;
    }

    private static void addClaim(World world, int worker, List<World> next) {
        if (allows(Transition.CLAIM, world)) {
            int lease = world.leaseNumber() + 1;
            next.add(world.claimedAs(lease).holding(worker, lease));
        }
    }

    private void addOutcomes(World world, int worker, List<World> next) {
        boolean isHeld =
                allows(Transition.SUCCEED, world)
                        && (!fenced || world.held().get(worker) == world.leaseNumber());
        // The worker dies, or is told that its lease is lost: it forgets, and the row stays as it
        // is.
        next.add(world.holding(worker, NO_LEASE));
        if (!isHeld) {
            return;
        }
        if (world.expired()) {
            // A renewal that comes late, but before anybody has reclaimed.
            next.add(world.expiring(false));
        }
        World free = world.holding(worker, NO_LEASE);
        next.add(free.committed());
        boolean isLast = world.attempts() >= MAX_ATTEMPTS;
        next.add(
                free.with((isLast ? Transition.FAIL : Transition.RETRY).target())
                        .counting(free.attempts(), free.losses()));
        next.add(
                free.with(Transition.RELEASE.target())
                        .counting(free.attempts() - 1, free.losses()));
    }

    private Map<World, List<World>> explore() {
        Map<World, List<World>> explored = new HashMap<>();
        Deque<World> open = new ArrayDeque<>(List.of(START));
        while (!open.isEmpty()) {
            World world = open.pop();
            // A worker that is given back and claims again for ever is cut off: nothing new comes
            // of it.
            if (world.leaseNumber() <= MOST_CLAIMS && !explored.containsKey(world)) {
                List<World> next = next(world);
                explored.put(world, next);
                open.addAll(next);
            }
        }
        return explored;
    }

    @Test
    void a_body_commits_at_most_once_and_only_with_its_success() {
        Set<World> worlds = explore().keySet();

        assertThat(worlds).hasSizeGreaterThan(500);
        assertThat(worlds)
                .allMatch(
                        world -> world.effects() == (world.state() == TaskState.SUCCEEDED ? 1 : 0));
    }

    @Test
    void the_task_can_always_come_to_an_end() {
        Map<World, List<World>> explored = explore();
        Map<World, List<World>> before = new HashMap<>();
        explored.forEach(
                (world, next) ->
                        next.forEach(
                                one ->
                                        before.computeIfAbsent(one, w -> new ArrayList<>())
                                                .add(world)));
        Set<World> canEnd = new HashSet<>();
        Deque<World> open = new ArrayDeque<>();
        explored.keySet().stream().filter(ProtocolModelTest::isOver).forEach(open::add);
        while (!open.isEmpty()) {
            World world = open.pop();
            if (canEnd.add(world)) {
                open.addAll(before.getOrDefault(world, List.of()));
            }
        }

        assertThat(explored.keySet()).allMatch(canEnd::contains);
    }

    @Test
    void a_task_that_kills_each_of_its_workers_is_failed_after_three() {
        World world = START;
        for (int loss = 0; loss < MAX_LOSSES; loss++) {
            assertThat(world.state()).isEqualTo(TaskState.READY);
            world = pick(world, TaskState.RUNNING).holding(0, NO_LEASE).holding(1, NO_LEASE);
            world = world.expiring(true).counting(0, world.losses());
            world =
                    next(world).stream()
                            .filter(one -> one.state() != TaskState.RUNNING)
                            .findFirst()
                            .orElseThrow();
        }

        assertThat(world.state()).isEqualTo(TaskState.FAILED);
    }

    @Test
    void without_the_lease_number_a_body_would_commit_for_another() {
        fenced = false;
        Set<World> worlds = explore().keySet();
        fenced = true;

        // A worker that was away settles what another one is still running: that one's start is
        // then for nothing.
        assertThat(worlds)
                .anyMatch(
                        world ->
                                world.state() == TaskState.SUCCEEDED
                                        && world.held().contains(world.leaseNumber()));
        assertThat(explore().keySet())
                .noneMatch(
                        world ->
                                world.state() == TaskState.SUCCEEDED
                                        && world.held().contains(world.leaseNumber()));
    }

    private World pick(World world, TaskState state) {
        return next(world).stream().filter(one -> one.state() == state).findFirst().orElseThrow();
    }

    /** Ended, or so often given back and claimed again that it is not followed further. */
    private static boolean isOver(World world) {
        return world.leaseNumber() == MOST_CLAIMS
                || world.state() == TaskState.SUCCEEDED
                || world.state() == TaskState.FAILED;
    }
}
