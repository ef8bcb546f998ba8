package org.backgroundtasks;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Puts each task of a {@link Background @Background} method into a group. The groups of a queue
 * take turns, so that one which has stored 100,000 tasks does not hold up another which stores one.
 *
 * <pre>{@code
 * @Background(queue = "reports") @Fair(by = "{0}")
 * public void report(String tenant, long reportId) { … }
 * }</pre>
 *
 * <h2>What it promises</h2>
 *
 * In each round a node runs as many tasks of each group as its weight says: one, if nothing is
 * configured. A group whose first task comes late has its turn within a round. Priority, then
 * run-at, orders the tasks of one group; it says nothing across groups. The tasks of a queue that
 * are in no group are one group more. Each node takes turns by itself.
 *
 * <p>Turns are those of starts: a group whose tasks take longer than others' has more of the
 * threads. A {@link Limit} with the same key bounds that.
 *
 * <p>The group is stored with a task when it is called. Callers store nothing that others wait for.
 *
 * <h2>Configuration</h2>
 *
 * {@code background-tasks.queue.<name>.weight.<group>=3} gives a group three tasks in each round.
 * The member can be overridden in MicroProfile Config by {@code <class>/<method>/Fair/by}.
 *
 * @see TaskRequest#group for a group that a caller says
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Fair {

    /**
     * What the group is made of. Arguments stand in braces as in {@link Unique#key()}. Groups that
     * {@link TaskRequest#group} would refuse, and those made of a {@link Sensitive} value, are
     * stored as a hash (SHA-256).
     *
     * @return the template
     */
    String by();
}
