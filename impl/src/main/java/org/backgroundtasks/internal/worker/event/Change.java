package org.backgroundtasks.internal.worker.event;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.backgroundtasks.event.TaskEvent;
import org.jspecify.annotations.Nullable;

/**
 * A change of tasks, and who is told of it in the same transaction.
 *
 * @param work makes the change; takes part in a transaction if there is one
 * @param possible the types of events that may follow from it
 * @param events tells which have
 * @param last is done when the observers have been told
 * @param otherwise is done when the observers have left the transaction unable to commit
 * @param isWhole whether it needs a transaction though nobody would hear of it
 */
public record Change<T>(
        Supplier<T> work,
        Set<Class<? extends TaskEvent>> possible,
        Function<? super T, ? extends Collection<? extends TaskEvent>> events,
        Consumer<? super T> last,
        @Nullable Supplier<T> otherwise,
        boolean isWhole) {

    public static <T> Change<T> of(
            Supplier<T> work,
            Set<Class<? extends TaskEvent>> possible,
            Function<? super T, ? extends Collection<? extends TaskEvent>> events) {
        return new Change<>(work, possible, events, any -> {}, null, false);
    }

    public Change<T> last(Consumer<? super T> newLast) {
        return new Change<>(work, possible, events, newLast, otherwise, isWhole);
    }

    public Change<T> otherwise(Supplier<T> newOtherwise) {
        return new Change<>(work, possible, events, last, newOtherwise, isWhole);
    }

    public Change<T> whole(boolean newIsWhole) {
        return new Change<>(work, possible, events, last, otherwise, newIsWhole);
    }

    /** The same, of which nobody is told. */
    Change<T> untold() {
        return new Change<>(work, Set.of(), any -> List.of(), any -> {}, null, isWhole);
    }
}
