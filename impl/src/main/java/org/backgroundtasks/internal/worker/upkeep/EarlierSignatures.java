package org.backgroundtasks.internal.worker.upkeep;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.ArgumentUpcaster;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.store.worker.SignatureStore;
import org.backgroundtasks.internal.task.KnownSignature;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskDefinitions;
import org.backgroundtasks.internal.worker.WorkerMessages;

/**
 * Notes the signatures of the methods here, once, and finds those of other releases whose arguments
 * an upcaster rewrites.
 */
public final class EarlierSignatures implements Runnable {

    private final SignatureStore store;
    private final TaskDefinitions definitions;
    private final List<ArgumentUpcaster> upcasters;
    private final ArgumentCodec codec;
    private final Runnable found;
    private final Set<String> asked;
    private final Set<String> failed = new HashSet<>();
    private boolean areNoted;

    /**
     * Prepares to look.
     *
     * @param found is run when there are tasks that this node could not run before
     */
    public EarlierSignatures(
            SignatureStore store,
            TaskDefinitions definitions,
            List<ArgumentUpcaster> upcasters,
            ArgumentCodec codec,
            Runnable found) {
        this.store = store;
        this.definitions = definitions;
        this.upcasters = List.copyOf(upcasters);
        this.codec = codec;
        this.found = found;
        asked = new HashSet<>(definitions.signatures());
    }

    @Override
    public void run() {
        if (!areNoted) {
            store.note(definitions.ownSignatures());
            areNoted = true;
        }
        if (!upcasters.isEmpty()) {
            look();
        }
    }

    private void look() {
        boolean isAny = false;
        for (KnownSignature one : store.ofNames(definitions.names())) {
            if (asked.add(one.signature())) {
                isAny |= isHandled(one);
            }
        }
        if (isAny) {
            found.run();
        }
    }

    private boolean isHandled(KnownSignature earlier) {
        Optional<ArgumentUpcaster> upcaster =
                upcasters.stream().filter(one -> handles(one, earlier)).findFirst();
        if (upcaster.isEmpty()) {
            return false;
        }
        TaskDefinition definition = definitions.named(earlier.name()).orElseThrow();
        definitions.add(
                earlier.signature(),
                definition,
                stored -> codec.upcast(definition, upcaster.get(), stored));
        WorkerMessages.LOG.upcast(earlier.name(), String.join(", ", earlier.parameterTypes()));
        return true;
    }

    private boolean handles(ArgumentUpcaster upcaster, KnownSignature earlier) {
        try {
            return upcaster.handles(earlier.name(), earlier.parameterTypes());
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            asked.remove(earlier.signature());
            if (failed.add(earlier.signature())) {
                WorkerMessages.LOG.upcasterFailed(upcaster.getClass().getName(), earlier.name(), e);
            }
            return false;
        }
    }
}
