package org.backgroundtasks.internal.task;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All {@code @Background} methods of this deployment, by the signatures of their tasks: what this
 * node can run. Signatures of earlier parameters may be added while it runs.
 */
public final class TaskDefinitions {

    private final List<TaskDefinition> own;
    private volatile Signatures all;

    /** A method, and what makes stored arguments those of its parameters. */
    private record Known(TaskDefinition definition, UnaryOperator<String> arguments) {}

    /**
     * All at one moment.
     *
     * @param set of them, which each claim takes as it is
     */
    private record Signatures(Map<String, Known> known, Set<String> set) {

        static Signatures of(Map<String, Known> known) {
            return new Signatures(Map.copyOf(known), Set.copyOf(known.keySet()));
        }
    }

    public TaskDefinitions(Collection<TaskDefinition> definitions) {
        own = List.copyOf(definitions);
        Map<String, Known> known = new HashMap<>();
        for (TaskDefinition definition : own) {
            Known one = new Known(definition, UnaryOperator.identity());
            definition.signatures().forEach(signature -> known.put(signature, one));
        }
        all = Signatures.of(known);
    }

    /**
     * Adds a signature of earlier parameters.
     *
     * @param upcast from the stored arguments to those of the method as it is
     */
    public synchronized void add(
            String signature, TaskDefinition definition, UnaryOperator<String> upcast) {
        Map<String, Known> known = new HashMap<>(all.known());
        known.putIfAbsent(signature, new Known(definition, upcast));
        all = Signatures.of(known);
    }

    /** All methods. */
    public List<TaskDefinition> all() {
        return own;
    }

    /** Those known now. */
    public Set<String> signatures() {
        return all.set();
    }

    /** Those of methods that have limits. */
    public Set<String> limitedSignatures() {
        return all.known().entrySet().stream()
                .filter(one -> !one.getValue().definition().limits().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
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
        return Optional.ofNullable(all.known().get(signature)).map(Known::definition);
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
        Known known = all.known().get(signature);
        return known == null ? stored : known.arguments().apply(stored);
    }

    /** Those of a stored call. */
    public String arguments(Invocation call) {
        return arguments(call.signature(), call.arguments());
    }
}
