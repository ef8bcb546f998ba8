package org.backgroundtasks.example;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** Says where the page is, when whoever started the server has told. */
@ApplicationScoped
class Welcome {

    void say(@Observes @Initialized(ApplicationScoped.class) Object event) {
        Optional<String> address =
                ConfigProvider.getConfig().getOptionalValue("example.address", String.class);
        // Not logged: a console shows INFO on some servers only, and this is for whoever looks at
        // it.
        address.ifPresent(url -> System.out.println("The example is ready. Open " + url));
    }
}
