package org.backgroundtasks.internal.cdi.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethods;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.key.UniqueRule;
import org.backgroundtasks.internal.store.key.KeyedTask;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskDefinition;

/** Gives tasks the keys that their methods say, where nobody has called those. */
@ApplicationScoped
class MethodKeys {

    @Inject private Deployment deployment;
    @Inject private Codec codec;

    /** A task with its key; empty if its method gives it none, or is not here. */
    Optional<KeyedTask> keyed(NewTask task) {
        BackgroundMethods methods = deployment.methods();
        return methods.definitions()
                .find(task.invocation().signature())
                .filter(definition -> methods.of(definition).unique().isDeclared())
                .flatMap(definition -> keyed(task, definition, methods.of(definition).unique()));
    }

    private Optional<KeyedTask> keyed(NewTask task, TaskDefinition definition, UniqueRule rule) {
        try {
            Invocation call = task.invocation();
            String stored = deployment.methods().definitions().arguments(call);
            Object[] arguments =
                    rule.template() == null ? new Object[0] : codec.get().read(definition, stored);
            return Optional.of(
                    new KeyedTask(task.with(rule.key(arguments, stored)), rule.onConflict(), null));
        } catch (RuntimeException | LinkageError e) {
            // Its attempts will fail, and tell.
            CallMessages.LOG.debugf(e, "No key can be made for a task of %s", definition.name());
            return Optional.empty();
        }
    }
}
