package org.backgroundtasks.internal.store.overview;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.backgroundtasks.internal.limit.LimitState;

/**
 * Looks at queues and limits. Every method needs an active JTA transaction and sees what that sees;
 * what the database fails to do is a {@link org.backgroundtasks.TaskStoreException}.
 */
public interface Overview {

    /** How many tasks of each queue have not ended, by their states. */
    List<QueueCount> counts();

    /** The queues that are paused. */
    Set<String> paused();

    /** What the nodes serve that were there lately. */
    List<ServedQueues> served();

    /** How many READY tasks there are in each lane, of some queues and methods. */
    List<LaneCount> waiting(Collection<String> queues, Collection<String> signatures);

    /** Who has a share of a limit. */
    List<Share> shares();

    /** The state of limits, by their names; nothing of those that nobody has used. */
    Map<String, LimitState> states(Collection<String> limits);
}
