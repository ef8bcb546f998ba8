package org.backgroundtasks.internal.task;

import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Stream;

/**
 * A {@code @Background} method as this deployment has it.
 *
 * @param parameters the declared types, which arguments bind to
 * @param limits that its tasks keep
 * @param isFair whether its tasks are in groups that take turns
 * @param sharesTransaction whether the body runs in the transaction that settles the task
 */
public record TaskDefinition(
        TaskOptions options,
        List<Type> parameters,
        String signature,
        List<LimitRule> limits,
        boolean isFair,
        boolean sharesTransaction) {

    public TaskDefinition(
            TaskOptions options,
            List<Type> parameters,
            List<LimitRule> limits,
            boolean isFair,
            boolean sharesTransaction) {
        this(
                options,
                List.copyOf(parameters),
                Signature.of(options.name(), parameters),
                List.copyOf(limits),
                isFair,
                sharesTransaction);
    }

    /** In no groups. */
    public TaskDefinition(
            TaskOptions options,
            List<Type> parameters,
            List<LimitRule> limits,
            boolean sharesTransaction) {
        this(options, parameters, limits, false, sharesTransaction);
    }

    /** Without limits, and in no groups. */
    public TaskDefinition(TaskOptions options, List<Type> parameters, boolean sharesTransaction) {
        this(options, parameters, List.of(), sharesTransaction);
    }

    public String name() {
        return options.name();
    }

    /** The signatures of the tasks that it runs: its own, and those of its earlier names. */
    public Stream<String> signatures() {
        return Stream.concat(
                Stream.of(signature),
                options.formerly().stream().map(name -> Signature.of(name, parameters)));
    }

    /** Its own signature, and what that stands for. */
    KnownSignature known() {
        return KnownSignature.of(name(), parameters);
    }

    /** Whether its tasks have, or had, this name. */
    public boolean isCalled(String name) {
        return name.equals(name()) || options.formerly().contains(name);
    }
}
