package org.backgroundtasks.internal.cdi.call;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * By Jakarta Security. Where the server has none, {@code beans.xml} leaves this out; WildFly has a
 * context only for applications that use Jakarta Security.
 */
@ApplicationScoped
class SecurityContextSource implements PrincipalSource {

    @Inject private Instance<SecurityContext> contexts;

    @Override
    public Optional<Supplier<@Nullable Principal>> find() {
        if (!contexts.isResolvable()) {
            return Optional.empty();
        }
        SecurityContext context = contexts.get();
        return Optional.of(context::getCallerPrincipal);
    }
}
