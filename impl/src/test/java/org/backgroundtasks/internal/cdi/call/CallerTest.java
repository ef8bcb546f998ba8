package org.backgroundtasks.internal.cdi.call;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Set;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallerTest {

    @ApplicationScoped
    static class Server implements SecurityContext {

        private @Nullable Principal caller;

        void callIsOf(String name) {
            caller = () -> name;
        }

        void callIsOfNobody() {
            caller = null;
        }

        void callCannotBeTold() {
            caller =
                    () -> {
                        throw new IllegalStateException("no request");
                    };
        }

        @Override
        public @Nullable Principal getCallerPrincipal() {
            return caller;
        }

        @Override
        public <T extends Principal> Set<T> getPrincipalsByType(Class<T> type) {
            return Set.of();
        }

        @Override
        public boolean isCallerInRole(String role) {
            return false;
        }

        @Override
        public boolean hasAccessToWebResource(String resource, String... methods) {
            return false;
        }

        @Override
        public AuthenticationStatus authenticate(
                HttpServletRequest request,
                HttpServletResponse response,
                AuthenticationParameters parameters) {
            return AuthenticationStatus.NOT_DONE;
        }
    }

    private final WeldContainer container =
            new Weld()
                    .disableDiscovery()
                    .addBeanClasses(Caller.class, SecurityContextSource.class, Server.class)
                    .initialize();
    private final Caller caller = container.select(Caller.class).get();
    private final Server server = container.select(Server.class).get();

    @AfterEach
    void close() {
        container.close();
    }

    @Test
    void the_principals_name() {
        server.callIsOf("alice");

        assertThat(caller.name()).isEqualTo("alice");
    }

    @Test
    void nobody_has_none() {
        server.callIsOfNobody();
        assertThat(caller.name()).isNull();

        server.callIsOf("anonymous");
        assertThat(caller.name()).isNull();
    }

    @Test
    void a_server_that_cannot_tell_does_not_fail_the_call() {
        server.callCannotBeTold();

        assertThat(caller.name()).isNull();
    }

    @Test
    void a_long_name_is_shortened_between_characters() {
        server.callIsOf("é".repeat(256));
        assertThat(caller.name()).isEqualTo("é".repeat(255));

        server.callIsOf("😀".repeat(128));
        assertThat(caller.name()).isEqualTo("😀".repeat(127));
    }
}
