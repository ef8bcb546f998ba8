package org.backgroundtasks.internal.task;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All {@code @Background} methods of this deployment, by signature: what this node can run. */
public final class TaskDefinitions {

    private final Map<String, TaskDefinition> bySignature;

    public TaskDefinitions(Collection<TaskDefinition> definitions) {
        bySignature =
                definitions.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        TaskDefinition::signature, Function.identity()));
    }

    public Set<String> signatures() {
        return bySignature.keySet();
    }

    public boolean hasName(String name) {
        return bySignature.values().stream().anyMatch(known -> known.name().equals(name));
    }

    public TaskDefinition require(String signature) {
        TaskDefinition definition = bySignature.get(signature);
        if (definition == null) {
            throw new IllegalArgumentException("no method here has the signature " + signature);
        }
        return definition;
    }
}
