package org.backgroundtasks.internal.cdi;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import jakarta.enterprise.inject.spi.ProcessProducerField;
import jakarta.enterprise.inject.spi.ProcessProducerMethod;
import jakarta.enterprise.inject.spi.ProcessSyntheticBean;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.UUID;
import org.backgroundtasks.Background;
import org.backgroundtasks.Fair;
import org.backgroundtasks.Limit;
import org.backgroundtasks.Limits;
import org.backgroundtasks.Recurring;
import org.backgroundtasks.TaskDeploymentException;
import org.backgroundtasks.Unique;
import org.backgroundtasks.internal.cdi.call.BackgroundInterceptor;
import org.backgroundtasks.internal.cdi.call.BodyInterceptor;
import org.backgroundtasks.internal.cdi.discovery.BackgroundLiteral;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.cdi.discovery.Discovered;
import org.backgroundtasks.internal.cdi.discovery.ObservedEvents;
import org.backgroundtasks.internal.cdi.discovery.RuleMessages;
import org.backgroundtasks.internal.cdi.server.Plainly;
import org.backgroundtasks.internal.config.ArchiveConfig;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Discovers the {@code @Background} methods of a deployment, and fails it where they or the
 * configuration break a rule. It judges after bean discovery: later, the container itself would
 * have stopped at the first final class, and said less about it.
 */
public class BackgroundExtension implements Extension {

    private Discovered discovered = new Discovered();
    private final ObservedEvents observed = new ObservedEvents();
    private @Nullable Deployment deployment;
    private @Nullable TaskDeploymentException refusal;

    void bindFirst(@Observes ProcessAnnotatedType<BackgroundInterceptor> event) {
        bind(event, BackgroundInterceptor.class);
    }

    void bindLast(@Observes ProcessAnnotatedType<BodyInterceptor> event) {
        bind(event, BodyInterceptor.class);
    }

    private static <T> void bind(ProcessAnnotatedType<T> event, Class<T> interceptor) {
        // Weld compares names, and shows each WAR of an EAR the interceptors of the others, too.
        if (event.getAnnotatedType().getJavaClass() == interceptor) {
            // Added here, since an annotation that is for methods only cannot stand on it.
            event.configureAnnotatedType().add(BackgroundLiteral.INSTANCE);
        }
    }

    void collectClass(
            @Observes
                    @WithAnnotations({
                        Background.class,
                        Recurring.class,
                        Unique.class,
                        Limit.class,
                        Limits.class,
                        Fair.class
                    })
                    ProcessAnnotatedType<?> event,
            BeanManager manager) {
        discovered.addClass(event.getAnnotatedType(), manager);
    }

    void collectBean(@Observes ProcessManagedBean<?> event, BeanManager manager) {
        discovered.addBean(event, manager);
    }

    void collectProducer(@Observes ProcessProducerMethod<?, ?> event) {
        discovered.addProduced(
                event.getAnnotatedProducerMethod().getJavaMember(), event.getBean().getTypes());
    }

    void collectProducer(@Observes ProcessProducerField<?, ?> event) {
        discovered.addProduced(
                event.getAnnotatedProducerField().getJavaMember(), event.getBean().getTypes());
    }

    void collectSynthetic(@Observes ProcessSyntheticBean<?> event) {
        discovered.addProduced(event.getBean(), event.getBean().getTypes());
    }

    /** Knowing who listens, the worker spares itself what nobody would hear. */
    void collectObserved(@Observes ProcessObserverMethod<?, ?> event) {
        observed.add(event.getObserverMethod());
    }

    void judge(@Observes AfterBeanDiscovery event) {
        try {
            deployment = Deployment.of(discovered, config(), observed);
        } catch (TaskDeploymentException e) {
            refuse(event, e);
        } catch (NoClassDefFoundError | TypeNotPresentException e) {
            refuse(event, error(RuleMessages.MESSAGES.classMissing(e.toString())));
        }
        discovered = new Discovered();
        // Also where it is refused later: else that it is missing would be told instead.
        // Weld tells beans apart by their ids, also those of the WARs of an EAR.
        event.<Deployment>addBean()
                .id(Deployment.class.getName() + UUID.randomUUID())
                .beanClass(Deployment.class)
                .types(Deployment.class)
                .scope(Singleton.class)
                .produceWith(any -> deployment());
    }

    /**
     * Open Liberty 26.0.0.3, told of it now, fails the next start of the application, too, whatever
     * was repaired, since this archive has a session bean. So it is told later; the container may
     * have stopped by then, at the first final class for example, and what we have to say is
     * logged.
     */
    private void refuse(AfterBeanDiscovery event, TaskDeploymentException problems) {
        if (!Plainly.isOpenLiberty()) {
            event.addDefinitionError(problems);
            return;
        }
        CallMessages.LOG.error(problems.getMessage());
        refusal = problems;
    }

    void refuse(@Observes AfterDeploymentValidation event) {
        if (refusal != null) {
            event.addDeploymentProblem(refusal);
        }
    }

    /** Without an implementation the API has none to give, if it is there at all. */
    private static Config config() {
        try {
            ClassLoader archive = BackgroundExtension.class.getClassLoader();
            return ArchiveConfig.of(ConfigProvider.getConfig(archive), archive);
        } catch (NoClassDefFoundError | ServiceConfigurationError | IllegalStateException e) {
            throw error(RuleMessages.MESSAGES.noConfig(e.toString()));
        }
    }

    private static TaskDeploymentException error(String message) {
        return new TaskDeploymentException(RuleMessages.MESSAGES.summary(1), List.of(message));
    }

    Deployment deployment() {
        if (deployment == null) {
            throw new IllegalStateException("asked before the deployment was judged");
        }
        return deployment;
    }
}
