package org.backgroundtasks.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.backgroundtasks.internal.store.worker.SignatureStore;
import org.backgroundtasks.internal.task.KnownSignature;
import org.junit.jupiter.api.Test;

/** What signatures stand for is known to other releases. */
class SignaturesTest extends StoreContract {

    private static final KnownSignature NONE = new KnownSignature("1", "a", List.of());
    private static final KnownSignature SOME =
            new KnownSignature(
                    "2",
                    "ä",
                    List.of("long", "java.util.List<java.lang.String>", "x".repeat(5_000)));

    @Test
    void signatures_are_noted_once_and_found_by_name() {
        SignatureStore signatures = stores.worker().signatures();

        signatures.note(List.of(NONE, SOME));
        signatures.note(List.of(SOME, NONE));

        assertThat(signatures.ofNames(Set.of("a"))).containsExactly(NONE);
        assertThat(signatures.ofNames(Set.of("a", "ä", "b"))).containsExactlyInAnyOrder(NONE, SOME);
        assertThat(signatures.ofNames(Set.of())).isEmpty();
    }
}
