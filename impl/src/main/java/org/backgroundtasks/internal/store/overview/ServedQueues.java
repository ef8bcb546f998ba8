package org.backgroundtasks.internal.store.overview;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queues that a node serves.
 *
 * @param areAll whether it serves all
 * @param names those that it serves, if not all
 */
public record ServedQueues(boolean areAll, Set<String> names) {

    public static final ServedQueues ALL = new ServedQueues(true, Set.of());

    public static final ServedQueues NONE = new ServedQueues(false, Set.of());

    /** Neither is the name of a queue that somebody would choose. */
    private static final String TEXT_OF_ALL = "*";

    private static final String TEXT_OF_NONE = "-";

    /** In names there is none. */
    private static final String SEPARATOR = ",";

    private static final int LONGEST_TEXT = 1_000;

    public ServedQueues {
        names = Set.copyOf(names);
    }

    /** Those with these names. */
    public static ServedQueues of(Collection<String> names) {
        return new ServedQueues(false, Set.copyOf(names));
    }

    /** Reads what {@link #text} has made; a node that does not say serves all. */
    public static ServedQueues of(@Nullable String text) {
        if (text == null || text.equals(TEXT_OF_ALL)) {
            return ALL;
        }
        return text.equals(TEXT_OF_NONE) ? NONE : of(List.of(text.split(SEPARATOR)));
    }

    /** What its node has in its column. More than it can hold counts as all. */
    public String text() {
        String text = String.join(SEPARATOR, names.stream().sorted().toList());
        if (areAll || text.length() > LONGEST_TEXT) {
            return TEXT_OF_ALL;
        }
        return names.isEmpty() ? TEXT_OF_NONE : text;
    }

    public boolean contain(String queue) {
        return areAll || names.contains(queue);
    }
}
