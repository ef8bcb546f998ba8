package org.backgroundtasks.internal.store.sql;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.store.StoreMessages;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.backgroundtasks.internal.store.engine.TaskSql;
import org.backgroundtasks.internal.store.jdbc.Jdbc;
import org.backgroundtasks.internal.store.overview.ServedQueues;
import org.backgroundtasks.internal.store.schema.Schema;

/**
 * Notes that this node is there, and notices other applications that take its tasks for theirs. No
 * task depends on it.
 */
public final class Neighbours {

    /** Some missed turns do not make a node a new one. */
    private static final Duration PRESENT = Duration.ofMinutes(5);

    private static final Duration FORGOTTEN = Duration.ofDays(1);

    /** Not the empty text, which is null to Oracle. */
    private static final String UNKNOWN = "-";

    private static final String WHAT = "note that this node is there";

    private final Jdbc jdbc;
    private final Dialect dialect;
    private final String node;
    private final String deployment;
    private final ServedQueues queues;
    private final String change;
    private final String add;
    private final String remove;
    private final String forget;
    private final String others;
    private final String leftBehind;
    private volatile boolean hasLookedForLeftBehind;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /**
     * Makes one for a node.
     *
     * @param deployment what the server calls the application
     * @param queues that it serves
     */
    public Neighbours(
            Jdbc jdbc, Dialect dialect, String node, String deployment, ServedQueues queues) {
        this.jdbc = jdbc;
        this.dialect = dialect;
        this.node = node;
        this.deployment = deployment.isEmpty() ? UNKNOWN : deployment;
        this.queues = queues;
        String table = dialect.qualified(Schema.NODES);
        change = "update %s set seen_at = %s where name = ?".formatted(table, dialect.now());
        add =
                "insert into %s (name, application, deployment, queues, seen_at) values (?, ?, ?, ?, %s)"
                        .formatted(table, dialect.now());
        remove = "delete from %s where name = ?".formatted(table);
        forget = "delete from %s where seen_at < %s".formatted(table, dialect.laterBy());
        leftBehind =
                """
                select count(*) from %s where %s and %s
                and not exists (select 1 from %s n where n.%s and n.seen_at > %s)
                """
                        .formatted(
                                dialect.qualified(Schema.TASKS),
                                dialect.ownOf(""),
                                TaskSql.states(TaskSql.NOT_ENDED),
                                table,
                                dialect.ownOf(""),
                                dialect.laterBy());
        others =
                "select distinct deployment from %s where %s and seen_at > %s and deployment <> ?"
                        .formatted(table, dialect.own(), dialect.laterBy());
    }

    /** Writes that this node is there. */
    void sayPresent() {
        if (jdbc.update(WHAT, change, node) == 0) {
            jdbc.update(WHAT, forget, -FORGOTTEN.toMillis());
            add();
        }
    }

    private void add() {
        try {
            jdbc.update(WHAT, add, node, dialect.application(), deployment, queues.text());
        } catch (TaskStoreException e) {
            // Another thread may have done so.
            if (jdbc.update(WHAT, change, node) == 0) {
                throw e;
            }
        }
    }

    /** To be called now and then. */
    void look() {
        sayPresent();
        if (!dialect.application().isBlank()) {
            // Whoever has the same name is the same application.
            lookForLeftBehind();
            return;
        }
        if (deployment.equals(UNKNOWN)) {
            return;
        }
        List<String> present =
                jdbc.query(
                        "look for other applications",
                        others,
                        row -> row.text(1),
                        -PRESENT.toMillis(),
                        deployment);
        present.stream()
                .filter(other -> !other.equals(UNKNOWN))
                .filter(said::add)
                .forEach(other -> StoreMessages.LOG.otherApplication(other, deployment));
    }

    /** A name that an application is given later leaves what it has stored before to nobody. */
    private void lookForLeftBehind() {
        if (hasLookedForLeftBehind) {
            return;
        }
        hasLookedForLeftBehind = true;
        long count =
                jdbc.query(
                                "look for tasks without an application",
                                leftBehind,
                                row -> row.count(1),
                                -PRESENT.toMillis())
                        .get(0);
        if (count > 0) {
            StoreMessages.LOG.leftBehind(count, dialect.application());
        }
    }

    /** Says that this node is gone, if the database is still there. */
    public void leave() {
        try {
            jdbc.update("take leave", remove, node);
        } catch (RuntimeException e) {
            StoreMessages.LOG.debug("Others will see this node for some minutes more", e);
        }
    }
}
