package org.backgroundtasks.internal.cdi.call;

import java.security.Principal;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A way to ask the server for the principal of the current call, where it has that way. */
interface PrincipalSource {

    /** Empty if the server, or this application, does not have it; it answers null for nobody. */
    Optional<Supplier<@Nullable Principal>> find();
}
