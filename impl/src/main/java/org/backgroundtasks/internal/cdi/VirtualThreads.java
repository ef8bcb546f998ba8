package org.backgroundtasks.internal.cdi;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Virtual threads for bodies: the server's own by Jakarta Concurrency 3.1, or plain ones of Java 21
 * that spend their life in the context of the thread that asks for them. This is compiled for Java
 * 17, hence the reflection.
 */
@ApplicationScoped
class VirtualThreads {

    /** Defined by {@link WorkerStartup}. */
    static final String FACTORY = "java:module/concurrent/BackgroundTasksVirtualThreads";

    private static final int FIRST_JAVA = 21;

    @Inject private BackgroundExtension extension;

    @Resource(lookup = "java:comp/DefaultContextService")
    private ContextService contexts;

    /** Makes virtual threads if they are asked for and can be had. */
    ThreadFactory orElse(ThreadFactory platform) {
        if (!extension.deployment().settings().virtualThreads()) {
            return platform;
        }
        int java = Runtime.version().feature();
        if (java < FIRST_JAVA) {
            CallMessages.LOG.noVirtualThreads(java);
            return platform;
        }
        try {
            Optional<ThreadFactory> managed = managed();
            return managed.isPresent() ? managed.get() : plain();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<ThreadFactory> managed() throws ReflectiveOperationException {
        try {
            ManagedThreadFactory managed = InitialContext.doLookup(FACTORY);
            Thread thread = managed.newThread(() -> {});
            // A server before Jakarta EE 11 makes platform threads, not knowing what is meant.
            boolean isVirtual = (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
            return isVirtual ? Optional.of(managed) : Optional.empty();
        } catch (NamingException e) {
            CallMessages.LOG.debug("The server has not defined " + FACTORY, e);
            return Optional.empty();
        }
    }

    /** {@code Thread.ofVirtual().name("background-tasks-", 0).factory()}. */
    private ThreadFactory plain() throws ReflectiveOperationException {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Class<?> type = Class.forName("java.lang.Thread$Builder");
        type.getMethod("name", String.class, long.class).invoke(builder, "background-tasks-", 0);
        ThreadFactory virtual = (ThreadFactory) type.getMethod("factory").invoke(builder);
        return work -> virtual.newThread(contexts.contextualRunnable(work));
    }
}
