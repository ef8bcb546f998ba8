package org.backgroundtasks.internal.cdi.call;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.backgroundtasks.LimitInfo;
import org.backgroundtasks.QueueInfo;
import org.backgroundtasks.TaskAdmin;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.cdi.node.Node;
import org.backgroundtasks.internal.cdi.server.CallTransactions;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.overview.Limits;
import org.backgroundtasks.internal.overview.NodeLimits;
import org.backgroundtasks.internal.overview.Queues;
import org.backgroundtasks.internal.store.PauseBook;
import org.backgroundtasks.internal.task.TaskOptions;

/** The injectable {@link TaskAdmin}. */
@ApplicationScoped
class Admin implements TaskAdmin {

    @Inject private Enqueuer enqueuer;
    @Inject private CallTransactions transactions;
    @Inject private Node node;
    @Inject private Deployment deployment;

    @Override
    public void pause(String queue) {
        change(queue, PauseBook::pause);
    }

    @Override
    public void resume(String queue) {
        change(queue, PauseBook::resume);
    }

    @Override
    public List<QueueInfo> queues() {
        return enqueuer.joined(stores -> Queues.read(stores.overview(), knownQueues()));
    }

    private Set<String> knownQueues() {
        WorkerSettings settings = deployment.settings().worker();
        return Stream.of(
                        settings.queues(),
                        settings.queueConcurrency().keySet(),
                        settings.queueLimits().keySet(),
                        deployment.methods().definitions().all().stream()
                                .map(method -> method.options().queue())
                                .toList())
                .flatMap(Collection::stream)
                .collect(Collectors.toSet());
    }

    @Override
    public List<LimitInfo> limits() {
        NodeLimits known =
                new NodeLimits(
                        deployment.settings().worker().queueLimits(),
                        deployment.methods().definitions());
        return enqueuer.joined(stores -> Limits.read(stores.overview(), known));
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
