package org.backgroundtasks.internal.cdi.call;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.util.Objects;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethod;
import org.backgroundtasks.internal.cdi.discovery.BeanView;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.cdi.server.Entered;
import org.backgroundtasks.internal.cdi.server.RequestScopes;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.worker.Bodies;

/** Calls methods on the beans of the application. */
@ApplicationScoped
public class BeanBodies implements Bodies {

    @Inject private Deployment deployment;
    @Inject private BeanManager beans;
    @Inject private RequestScopes requests;
    @Inject private Instance<Enqueuer> enqueuer;
    @Inject private Detours detours;

    @Override
    public Scope enter(TaskContext task) {
        Entered request = requests.enter();
        CurrentTask.set(task);
        return () -> {
            CurrentTask.clear();
            request.close();
        };
    }

    @Override
    public void invoke(TaskDefinition task, Object[] arguments) throws Throwable {
        BackgroundMethod method = deployment.methods().of(task);
        CreationalContext<?> creation = beans.createCreationalContext(method.bean());
        detours.enter(method);
        try (RunCall run = new RunCall(method, enqueuer.get());
                Entered running = Calls.within(run)) {
            BeanView view = method.view();
            view.method()
                    .invoke(beans.getReference(method.bean(), view.type(), creation), arguments);
            detours.leave(method, run.isSeen());
            run.requireBegun();
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        } finally {
            if (isDependent(method.bean())) {
                creation.release();
            }
        }
    }

    /** Only a dependent instance is the caller's to destroy. */
    private static boolean isDependent(Bean<?> bean) {
        return bean.getScope() == Dependent.class;
    }
}
