package org.backgroundtasks.internal.task;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All {@code @Background} methods of this deployment, by the signatures of their tasks: what this
 * node can run.
 */
public final class TaskDefinitions {

    private final Map<String, TaskDefinition> bySignature;

    public TaskDefinitions(Collection<TaskDefinition> definitions) {
        Map<String, TaskDefinition> all = new HashMap<>();
        for (TaskDefinition definition : definitions) {
            definition.signatures().forEach(signature -> all.put(signature, definition));
        }
        bySignature = Map.copyOf(all);
    }

    public Set<String> signatures() {
        return bySignature.keySet();
    }

    public boolean hasName(String name) {
        return bySignature.values().stream().anyMatch(known -> known.isCalled(name));
    }

    /** The method of a signature; empty if it is not here. */
    public Optional<TaskDefinition> find(String signature) {
        return Optional.ofNullable(bySignature.get(signature));
    }

    public TaskDefinition require(String signature) {
        return find(signature)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no method here has the signature " + signature));
    }
}
