package org.backgroundtasks.internal.cdi.node;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.cdi.server.Entered;
import org.backgroundtasks.internal.cdi.server.RequestScopes;
import org.backgroundtasks.internal.worker.Events;

/** Tells the application's observers what happens to tasks. */
@ApplicationScoped
public class TaskEvents implements Events {

    @Inject private Deployment deployment;
    @Inject private Event<Object> observers;
    @Inject private RequestScopes requests;

    @Override
    public boolean isObserved(Class<?> type) {
        return deployment.observed().isObserved(type);
    }

    @Override
    public void fire(Object event) {
        try (Entered request = requests.enter()) {
            observers.fire(event);
        } catch (RuntimeException | Error e) {
            CallMessages.LOG.observerFailed(event, e);
        }
    }
}
