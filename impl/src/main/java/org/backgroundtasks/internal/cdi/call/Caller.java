package org.backgroundtasks.internal.cdi.call;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Supplier;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.jspecify.annotations.Nullable;

/** Who calls on the current thread, as far as the server knows. */
@ApplicationScoped
class Caller {

    private static final int LONGEST_NAME = 255;

    /** What WildFly calls nobody. */
    private static final String NOBODY = "anonymous";

    @Inject private Instance<PrincipalSource> sources;

    /** Not asked where there is a source: each server has its own principal for nobody. */
    @Inject private Instance<Principal> principals;

    private Supplier<@Nullable Principal> source = () -> null;

    @PostConstruct
    void findSource() {
        if (sources.isUnsatisfied()) {
            // A server without Jakarta Security knows nobody; Weld would say so by an exception.
            return;
        }
        // Once, since each dependent object that is got would be kept for as long as this bean is.
        source =
                sources.stream()
                        .flatMap(one -> one.find().stream())
                        .findFirst()
                        .or(this::ofCdi)
                        .orElse(() -> null);
    }

    private Optional<Supplier<@Nullable Principal>> ofCdi() {
        if (!principals.isResolvable()) {
            return Optional.empty();
        }
        Principal principal = principals.get();
        return Optional.of(() -> principal);
    }

    /** The name of the caller's principal, shortened to what the table holds; null for nobody. */
    @Nullable String name() {
        try {
            Principal principal = source.get();
            String name = principal == null ? null : principal.getName();
            return name == null || name.equals(NOBODY) ? null : shortened(name);
        } catch (RuntimeException e) {
            CallMessages.LOG.debug("The server does not tell who calls", e);
            return null;
        }
    }

    private static String shortened(String name) {
        if (name.length() <= LONGEST_NAME) {
            return name;
        }
        boolean isHalf = Character.isHighSurrogate(name.charAt(LONGEST_NAME - 1));
        return name.substring(0, isHalf ? LONGEST_NAME - 1 : LONGEST_NAME);
    }
}
