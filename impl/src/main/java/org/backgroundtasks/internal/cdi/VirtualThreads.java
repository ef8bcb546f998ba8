package org.backgroundtasks.internal.cdi;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.concurrent.ManagedThreadFactoryDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Virtual threads for bodies, by Jakarta Concurrency 3.1. An older server defines the factory, too,
 * without knowing what is virtual, and Java 17 has no such threads: there it makes platform
 * threads.
 */
@ApplicationScoped
@ManagedThreadFactoryDefinition(name = VirtualThreads.FACTORY, virtual = true)
class VirtualThreads {

    static final String FACTORY = "java:module/concurrent/BackgroundTasksVirtualThreads";

    @Inject private BackgroundExtension extension;

    /** Makes virtual threads if they are asked for and can be had. */
    ThreadFactory orElse(ThreadFactory platform) {
        if (!extension.deployment().settings().virtualThreads()) {
            return platform;
        }
        try {
            ManagedThreadFactory virtual = InitialContext.doLookup(FACTORY);
            if (isVirtual(virtual.newThread(() -> {}))) {
                return virtual;
            }
            CallMessages.LOG.noVirtualThreads(null);
        } catch (NamingException | RuntimeException e) {
            CallMessages.LOG.noVirtualThreads(e);
        }
        return platform;
    }

    /** As {@code Thread.isVirtual} of Java 21 says. */
    private static boolean isVirtual(Thread thread) {
        try {
            return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
