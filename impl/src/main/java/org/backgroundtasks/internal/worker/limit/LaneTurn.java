package org.backgroundtasks.internal.worker.limit;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.internal.store.limit.LaneStore;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Which lanes of a queue are looked at next. Where there are more than one claim looks at, they
 * have their turns, in the order of their texts. Used by one thread at a time, but for what is
 * used.
 */
final class LaneTurn {

    /** One from the middle to the end, and one from the begin to the middle. */
    private static final int ENDS_OF_A_ROUND = 2;

    private static final long REST_NANOS = 1_000_000_000;

    private final LaneStore store;
    private final String queue;
    private final Ticker ticker;
    private final LargeGroups large;
    private String last = Lane.NONE;
    private boolean hasOthers;
    private final AtomicInteger endsInVain = new AtomicInteger();
    private final AtomicBoolean isReset = new AtomicBoolean();

    /** Where the turn is, while lanes after it are looked at and nothing of them was claimed. */
    private @Nullable String turn;

    /** Where it was before it went back to the turn. */
    private @Nullable String before;

    private boolean wentBack;

    private long restedAt;

    LaneTurn(LaneStore store, String queue, Ticker ticker) {
        this.store = store;
        this.queue = queue;
        this.ticker = ticker;
        large = new LargeGroups(store, queue, ticker);
        restedAt = ticker.nanoTime();
    }

    /** After which lane the next ones come. */
    String position() {
        return last;
    }

    /** The next lanes, at most so many. */
    List<String> next(int most) {
        choosePosition();
        List<String> next = walk(most);
        if (endsInVain.get() >= ENDS_OF_A_ROUND) {
            last = turn;
        }
        return next;
    }

    /**
     * Where the turn is comes first, each time that something has become free. But not twice in a
     * row: who looks in vain there is to come to the others as well.
     */
    private void choosePosition() {
        boolean isToBegin = isReset.getAndSet(false);
        if (isToBegin) {
            large.beginAnew();
        }
        if (turn == null) {
            turn = last;
            before = null;
        }
        boolean goesBack = isToBegin && !wentBack;
        if (goesBack) {
            before = last.equals(turn) ? null : last;
            last = turn;
        } else if (before != null) {
            last = before;
            before = null;
        }
        wentBack = goesBack;
    }

    private List<String> walk(int most) {
        Set<String> lanes = new LinkedHashSet<>(store.lanes(queue, last, most));
        boolean isEnd = lanes.size() < most;
        boolean isAll = isEnd && last.equals(Lane.NONE);
        if (isEnd && !isAll) {
            lanes.addAll(store.lanes(queue, Lane.NONE, most - lanes.size()));
            isAll = lanes.size() < most;
        }
        List<String> next = List.copyOf(lanes);
        if (large.areIn(next)) {
            // They would hide the others.
            LargeGroups.Walk walk = large.walk(last, most);
            next = walk.lanes();
            last = walk.end();
            hasOthers = true;
            note(walk.isEnd());
            return next;
        }
        last = isAll || next.isEmpty() ? Lane.NONE : next.get(next.size() - 1);
        hasOthers = !isAll;
        note(isEnd);
        return next;
    }

    /**
     * After a while all may be of use again, since rates let in more, or other nodes have ended
     * some.
     */
    private void note(boolean isEnd) {
        long now = ticker.nanoTime();
        if (now - restedAt > REST_NANOS) {
            endsInVain.set(0);
            large.beginAnew();
        }
        // One back to the turn is not on the way through all.
        if (isEnd && !wentBack) {
            endsInVain.incrementAndGet();
        }
        if (endsInVain.get() < ENDS_OF_A_ROUND) {
            restedAt = now;
        }
    }

    /** Begins after this position the next time, unless that begins at the first lane anyway. */
    void backTo(String position) {
        if (!last.equals(Lane.NONE)) {
            last = position;
        }
    }

    /** Whether there are lanes that were not among the last ones. */
    boolean hasOthers() {
        return hasOthers;
    }

    /** Whether they may have something that was not looked at since anything was of use. */
    boolean isAnotherWorthALook() {
        return hasOthers && endsInVain.get() < ENDS_OF_A_ROUND;
    }

    /** Says that something was claimed: the turn goes on from here. */
    void isClaimed() {
        endsInVain.set(0);
        isReset.set(false);
        large.beginAnew();
        turn = null;
    }

    /**
     * Says that something was stored or has ended: all may be of use again, from where the turn is.
     * What was looked at in vain since was no turn.
     */
    void isUsed() {
        isReset.set(true);
        endsInVain.set(0);
    }
}
