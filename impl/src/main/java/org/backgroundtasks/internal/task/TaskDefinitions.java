package org.backgroundtasks.internal.task;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * All {@code @Background} methods of this deployment, by the signatures of their tasks: what this
 * node can run. Signatures of earlier parameters may be added while it runs.
 */
public final class TaskDefinitions {

    private final List<TaskDefinition> own;
    private volatile Map<String, Known> bySignature;

    /** A method, and what makes stored arguments those of its parameters. */
    private record Known(TaskDefinition definition, UnaryOperator<String> arguments) {}

    public TaskDefinitions(Collection<TaskDefinition> definitions) {
        own = List.copyOf(definitions);
        Map<String, Known> all = new HashMap<>();
        for (TaskDefinition definition : own) {
            Known known = new Known(definition, UnaryOperator.identity());
            definition.signatures().forEach(signature -> all.put(signature, known));
        }
        bySignature = Map.copyOf(all);
    }

    /**
     * Adds a signature of earlier parameters.
     *
     * @param upcast from the stored arguments to those of the method as it is
     */
    public synchronized void add(
            String signature, TaskDefinition definition, UnaryOperator<String> upcast) {
        Map<String, Known> all = new HashMap<>(bySignature);
        all.putIfAbsent(signature, new Known(definition, upcast));
        bySignature = Map.copyOf(all);
    }

    /** Those known now. */
    public Set<String> signatures() {
        return bySignature.keySet();
    }

    /** Those that methods here have by themselves, with what they stand for. */
    public List<KnownSignature> ownSignatures() {
        return own.stream().map(TaskDefinition::known).toList();
    }

    /** The names that tasks of methods here have, or had. */
    public Set<String> names() {
        return Set.copyOf(own.stream().flatMap(TaskDefinitions::names).distinct().toList());
    }

    private static Stream<String> names(TaskDefinition definition) {
        return Stream.concat(
                Stream.of(definition.name()), definition.options().formerly().stream());
    }

    public boolean hasName(String name) {
        return named(name).isPresent();
    }

    /** The method whose tasks have, or had, a name. */
    public Optional<TaskDefinition> named(String name) {
        return own.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .or(() -> own.stream().filter(known -> known.isCalled(name)).findFirst());
    }

    /** The method of a signature; empty if it is not here. */
    public Optional<TaskDefinition> find(String signature) {
        return Optional.ofNullable(bySignature.get(signature)).map(Known::definition);
    }

    public TaskDefinition require(String signature) {
        return find(signature)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no method here has the signature " + signature));
    }

    /** Arguments as the method of a signature has them, from those that are stored. */
    public String arguments(String signature, String stored) {
        Known known = bySignature.get(signature);
        return known == null ? stored : known.arguments().apply(stored);
    }
}
