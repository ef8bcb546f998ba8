package org.backgroundtasks.internal.worker.settle;

import java.util.List;

/**
 * What a feature does when tasks are settled, in the same transaction: to release what they held,
 * or what waits for them. If it throws, or the transaction does not commit, they are not settled:
 * in the transaction of a body the attempt fails by that, and elsewhere it is tried again. A node
 * without hooks, and without observers, needs no transaction for it.
 *
 * <p>No hook hears of a claim whose answer was lost and that is given back: nothing of it has
 * begun.
 */
public interface SettleHook {

    /** Whether it has to do with tasks of a name. Asked before they are settled. */
    boolean concerns(String task);

    /** Is called once for what was settled, after that and before the commit. */
    void settled(List<SettledTask> tasks);
}
