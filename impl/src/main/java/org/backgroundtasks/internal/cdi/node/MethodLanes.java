package org.backgroundtasks.internal.cdi.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethods;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.key.LaneRule;
import org.backgroundtasks.internal.task.Invocation;
import org.backgroundtasks.internal.task.Lane;
import org.backgroundtasks.internal.task.NewTask;
import org.backgroundtasks.internal.task.TaskDefinition;

/** Gives tasks the lanes that their methods say, where nobody has called those. */
@ApplicationScoped
class MethodLanes {

    @Inject private Deployment deployment;
    @Inject private Codec codec;

    /** A task in the lane of its method, unless it is in one. */
    NewTask placed(NewTask task) {
        return task.lane().equals(Lane.NONE) ? task.in(of(task.invocation())) : task;
    }

    /** The lane that the method of a call gives it; {@link Lane#NONE} if it is not here. */
    String of(Invocation call) {
        BackgroundMethods methods = deployment.methods();
        return methods.definitions()
                .find(call.signature())
                .map(definition -> of(call, definition, methods.of(definition).lanes()))
                .orElse(Lane.NONE);
    }

    private String of(Invocation call, TaskDefinition definition, LaneRule rule) {
        if (rule.isNone()) {
            return Lane.NONE;
        }
        try {
            String stored = deployment.methods().definitions().arguments(call);
            return rule.lane(codec.get().read(definition, stored));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // Its attempts will fail, and tell.
            CallMessages.LOG.debugf(e, "No lane can be made for a task of %s", definition.name());
            return new Lane(
                            "",
                            rule.limits().stream()
                                    .map(limit -> Lane.key(limit.template(), false))
                                    .toList())
                    .text();
        }
    }
}
