package org.backgroundtasks.internal.cdi.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ThreadFactory;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.discovery.Deployment;

/**
 * Virtual threads for bodies: plain ones of Java 21 that spend their life in the context of the
 * thread that asks for them. This is compiled for Java 17, hence the reflection.
 */
@ApplicationScoped
public class VirtualThreads {

    private static final int FIRST_JAVA = 21;

    @Inject private Deployment deployment;

    @Inject private ServerThreads threads;

    /** Makes virtual threads if they are asked for and can be had. */
    public ThreadFactory orElse(ThreadFactory platform) {
        if (!deployment.settings().virtualThreads()) {
            return platform;
        }
        int java = Runtime.version().feature();
        if (java < FIRST_JAVA) {
            CallMessages.LOG.noVirtualThreads(java);
            return platform;
        }
        try {
            return virtual();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code Thread.ofVirtual().name("background-tasks-", 0).factory()}. */
    private ThreadFactory virtual() throws ReflectiveOperationException {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Class<?> type = Class.forName("java.lang.Thread$Builder");
        type.getMethod("name", String.class, long.class).invoke(builder, "background-tasks-", 0);
        ThreadFactory virtual = (ThreadFactory) type.getMethod("factory").invoke(builder);
        return work -> virtual.newThread(threads.inContext(work));
    }
}
