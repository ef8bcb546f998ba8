package org.backgroundtasks.internal.cdi.call;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.BiConsumer;
import org.backgroundtasks.TaskAdmin;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.node.Node;
import org.backgroundtasks.internal.cdi.server.CallTransactions;
import org.backgroundtasks.internal.store.PauseBook;
import org.backgroundtasks.internal.task.TaskOptions;

/** The injectable {@link TaskAdmin}. */
@ApplicationScoped
class Admin implements TaskAdmin {

    @Inject private Enqueuer enqueuer;
    @Inject private CallTransactions transactions;
    @Inject private Node node;

    @Override
    public void pause(String queue) {
        change(queue, PauseBook::pause);
    }

    @Override
    public void resume(String queue) {
        change(queue, PauseBook::resume);
    }

    private void change(String queue, BiConsumer<PauseBook, String> change) {
        RequestOptions.require(queue, "The queue");
        if (!TaskOptions.isQueue(queue)) {
            throw CallMessages.LOG.notAQueue(queue);
        }
        enqueuer.joined(
                stores -> {
                    change.accept(stores.pauses(), queue);
                    transactions.afterCommit(node::wakeForAll);
                    return null;
                });
    }
}
