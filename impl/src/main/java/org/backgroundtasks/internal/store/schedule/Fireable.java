package org.backgroundtasks.internal.store.schedule;

import java.util.Set;

/**
 * Which schedules a node can fire.
 *
 * @param signatures of its methods: those that were made at run time for one of them
 * @param definitions of the schedules that it declares, exactly so
 */
public record Fireable(Set<String> signatures, Set<String> definitions) {

    public Fireable {
        signatures = Set.copyOf(signatures);
        definitions = Set.copyOf(definitions);
    }
}
