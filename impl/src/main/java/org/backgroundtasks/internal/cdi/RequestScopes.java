package org.backgroundtasks.internal.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Request contexts for what no request has started. */
@ApplicationScoped
class RequestScopes {

    @Inject private Instance<RequestContextController> controllers;

    /** Activates a request context until the scope is closed, unless there is one. */
    Entered enter() {
        Instance.Handle<RequestContextController> controller = controllers.getHandle();
        boolean activated = controller.get().activate();
        return () -> {
            if (activated) {
                controller.get().deactivate();
            }
            controller.destroy();
        };
    }
}
