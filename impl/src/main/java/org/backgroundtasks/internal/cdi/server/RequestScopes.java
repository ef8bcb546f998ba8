package org.backgroundtasks.internal.cdi.server;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Request contexts for what no request has started. Controllers are used again: to make one costs
 * more than to activate a context with it.
 */
@ApplicationScoped
public class RequestScopes {

    @Inject private Instance<RequestContextController> controllers;

    private final Queue<Instance.Handle<RequestContextController>> idle =
            new ConcurrentLinkedQueue<>();

    /** Activates a request context until the scope is closed, unless there is one. */
    public Entered enter() {
        Instance.Handle<RequestContextController> known = idle.poll();
        Instance.Handle<RequestContextController> handle =
                known == null ? controllers.getHandle() : known;
        RequestContextController controller = handle.get();
        boolean activated = controller.activate();
        return () -> {
            if (activated) {
                controller.deactivate();
            }
            idle.add(handle);
        };
    }

    @PreDestroy
    void destroy() {
        for (var handle = idle.poll(); handle != null; handle = idle.poll()) {
            handle.destroy();
        }
    }
}
