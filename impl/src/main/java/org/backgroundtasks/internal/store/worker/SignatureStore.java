package org.backgroundtasks.internal.store.worker;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.internal.task.KnownSignature;

/**
 * Knows what the signatures of tasks stand for, also those of other releases. Each method commits
 * by itself; what the database fails to do is a {@link org.backgroundtasks.TaskStoreException}.
 */
public interface SignatureStore {

    /** Notes signatures that are not noted yet. */
    void note(Collection<KnownSignature> signatures);

    /** The noted signatures of some names. */
    List<KnownSignature> ofNames(Set<String> names);
}
