package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.TaskState;
import org.backgroundtasks.Until;
import org.backgroundtasks.internal.store.key.Taking;
import org.backgroundtasks.internal.task.Lease;
import org.backgroundtasks.internal.task.Outcome;
import org.backgroundtasks.testing.Jta;
import org.junit.jupiter.api.Test;

/** A call in the place of a task that waits, or after one that runs. */
class ReplacingTest extends KeyContract {

    @Test
    void a_task_in_the_place_of_one_that_rests_is_due_when_the_period_ends() {
        Duration hour = Duration.ofHours(1);
        Instant before = tasks.now();
        take(keyed("a", OnConflict.REPLACE, Until.ENDED, hour));
        settle(claim(1).get(0).lease(), new Outcome.Succeeded());

        Taking second = take(keyed("a", OnConflict.REPLACE, Until.ENDED, hour));
        Taking third = take(keyed("a", OnConflict.REPLACE, Until.ENDED, hour));

        assertThat(second).isInstanceOf(Taking.Taken.class);
        assertThat(info(second).runAt()).isAfterOrEqualTo(before.plus(hour));
        assertThat(third.holder()).isEqualTo(second.holder());
        assertThat(info(third).runAt()).isAfterOrEqualTo(before.plus(hour));
    }

    @Test
    void one_that_waits_in_its_own_period_may_be_made_due_at_once() {
        Taking first = take(keyed("a", OnConflict.REPLACE, Until.ENDED, Duration.ofHours(1)));
        Instant now = tasks.now();

        take(changed(keyed("a", OnConflict.REPLACE, Until.ENDED, Duration.ofHours(1)), now, 1));

        assertThat(info(first).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void replacing_changes_a_task_that_waits() {
        Taking first = take(keyed("a", OnConflict.REPLACE));
        Instant later = tasks.now().plusSeconds(3_600);

        Taking second = take(changed(keyed("a", OnConflict.REPLACE), later, 7));

        assertThat(second).isInstanceOf(Taking.Replaced.class);
        assertThat(second.holder()).isEqualTo(first.holder());
        assertThat(info(second).state()).isEqualTo(TaskState.SCHEDULED);
        assertThat(info(second).runAt()).isEqualTo(later);
        assertThat(info(second).priority()).isEqualTo(7);
        assertThat(claims.arguments(first.holder())).isEqualTo("[\"new\"]");

        take(keyed("a", OnConflict.REPLACE));
        assertThat(info(first).state()).isEqualTo(TaskState.READY);
        assertThat(claim(10)).hasSize(1);
    }

    @Test
    void one_whose_follower_was_cancelled_is_not_put_off_by_the_period_of_that() {
        Duration hour = Duration.ofHours(1);
        Taking first = take(keyed("a", OnConflict.REPLACE, Until.ENDED, hour));
        Lease lease = claim(1).get(0).lease();
        Taking follower = take(keyed("a", OnConflict.REPLACE, Until.ENDED, hour));
        Jta.committed(() -> tasks.cancel(follower.holder()));
        settle(lease, new Outcome.Retrying(hour, "e"));

        Taking replaced = take(keyed("a", OnConflict.REPLACE, Until.ENDED, hour));

        assertThat(replaced.holder()).isEqualTo(first.holder());
        assertThat(info(first).state()).isEqualTo(TaskState.READY);
    }

    @Test
    void one_that_ran_keeps_its_period_although_it_was_cancelled_then() {
        Duration hour = Duration.ofHours(1);
        Instant before = tasks.now();
        Taking first = take(keyed("a", OnConflict.REPLACE, Until.ENDED, hour));
        settle(claim(1).get(0).lease(), new Outcome.Retrying(hour, "e"));
        take(keyed("a", OnConflict.REPLACE, Until.ENDED, hour));
        Jta.committed(() -> tasks.cancel(first.holder()));

        Taking second = take(keyed("a", OnConflict.REPLACE, Until.ENDED, hour));

        assertThat(info(second).runAt()).isAfterOrEqualTo(before.plus(hour));
    }

    @Test
    void replacing_gives_a_task_all_its_attempts() {
        Taking first = take(keyed("a", OnConflict.REPLACE));
        settle(claim(1).get(0).lease(), new Outcome.Retrying(Duration.ofHours(1), "e"));
        assertThat(info(first).attempts()).isOne();

        take(keyed("a", OnConflict.REPLACE));

        assertThat(info(first).attempts()).isZero();
        assertThat(claim(1)).extracting(task -> task.id()).containsExactly(first.holder());
    }

    @Test
    void one_task_follows_one_that_runs() {
        Taking leader = take(keyed("a", OnConflict.REPLACE));
        Lease lease = claim(1).get(0).lease();

        Taking follower = take(keyed("a", OnConflict.REPLACE));
        Taking again = take(changed(keyed("a", OnConflict.REPLACE), tasks.now(), 3));

        assertThat(follower).isInstanceOf(Taking.Taken.class);
        assertThat(info(follower).state()).isEqualTo(TaskState.BLOCKED);
        assertThat(again).isInstanceOf(Taking.Replaced.class);
        assertThat(again.holder()).isEqualTo(follower.holder());
        assertThat(info(follower).priority()).isEqualTo(3);
        assertThat(info(follower).state()).isEqualTo(TaskState.BLOCKED);
        assertThat(take(keyed("a")).holder()).isEqualTo(follower.holder());
        assertThat(claims.snapshot().hasFollowers()).isTrue();
        assertThat(keyStore().followed(10)).containsExactly(leader.holder());
        assertThat(keyStore().unblock(10)).as("while it runs").isZero();

        settle(lease, new Outcome.Retrying(Duration.ofHours(1), "e"));
        assertThat(keyStore().unblock(10)).as("while it is to be tried again").isZero();

        Jta.committed(() -> tasks.cancel(leader.holder()));
        assertThat(keyStore().unblock(10)).isOne();
        assertThat(claims.promote(10)).isOne();
        assertThat(claims.snapshot().hasFollowers()).isFalse();
        assertThat(take(keyed("a")).holder()).isEqualTo(follower.holder());
        assertThat(claim(10)).extracting(task -> task.id()).containsExactly(follower.holder());
    }

    @Test
    void a_cancelled_follower_frees_nothing_of_the_one_that_runs() {
        Taking leader = take(keyed("a", OnConflict.REPLACE));
        Lease lease = claim(1).get(0).lease();
        Taking follower = take(keyed("a", OnConflict.REPLACE));

        assertThat(Jta.committed(() -> tasks.cancel(follower.holder()))).isTrue();

        assertThat(take(keyed("a"))).isEqualTo(new Taking.Kept(leader.holder()));
        Taking another = take(keyed("a", OnConflict.REPLACE));
        assertThat(another).isInstanceOf(Taking.Taken.class);
        assertThat(info(another).state()).isEqualTo(TaskState.BLOCKED);
        Jta.committed(() -> tasks.cancel(another.holder()));
        settle(lease, new Outcome.Succeeded());
        keyStore().unblock(10);
        assertThat(claims.snapshot().hasFollowers()).isFalse();
        assertThat(take(keyed("a"))).isInstanceOf(Taking.Taken.class);
    }

    @Test
    void a_follower_that_was_not_let_go_is_changed_after_the_end() {
        take(keyed("a", OnConflict.REPLACE));
        Lease lease = claim(1).get(0).lease();
        Taking follower = take(keyed("a", OnConflict.REPLACE));
        settle(lease, new Outcome.Succeeded());

        Taking again = take(keyed("a", OnConflict.REPLACE));

        assertThat(again.holder()).isEqualTo(follower.holder());
        assertThat(keyStore().unblock(10)).isOne();
    }

    @Test
    void who_replaces_says_how_the_key_is_had() throws Exception {
        Duration day = Duration.ofDays(1);
        Taking taking = take(keyed("a", OnConflict.KEEP, Until.STARTED, day));

        take(keyed("a", OnConflict.REPLACE, Until.ENDED, Duration.ofMillis(1)));

        assertThat(info(taking).state()).as("not a day later").isEqualTo(TaskState.READY);
        Lease lease = claim(1).get(0).lease();
        assertThat(take(keyed("a"))).as("until its end").isInstanceOf(Taking.Kept.class);
        settle(lease, new Outcome.Succeeded());
        Thread.sleep(20);
        assertThat(take(keyed("a"))).as("and not for a day").isInstanceOf(Taking.Taken.class);
    }

    @Test
    void periods_of_tasks_that_were_cancelled_do_not_add_up() {
        Duration hour = Duration.ofHours(1);
        Instant before = tasks.now();
        take(keyed("a", OnConflict.REPLACE, Until.ENDED, hour));
        claim(1);
        for (int i = 0; i < 3; i++) {
            Taking follower = take(keyed("a", OnConflict.REPLACE, Until.ENDED, hour));
            assertThat(info(follower).runAt()).isBetween(before.plus(hour), tasks.now().plus(hour));
            Jta.committed(() -> tasks.cancel(follower.holder()));
        }
    }

    @Test
    void a_replaced_task_has_lost_no_worker() {
        Taking taking = take(keyed("a", OnConflict.REPLACE));
        claimAndLose(1);
        reclaim(10, 5);
        assertThat(claims.snapshot().mostLosses()).isOne();

        take(keyed("a", OnConflict.REPLACE));

        assertThat(claims.snapshot().mostLosses()).isZero();
        assertThat(info(taking).state()).isEqualTo(TaskState.READY);
    }
}
