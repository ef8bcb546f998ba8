package org.backgroundtasks.internal.cdi;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactoryDefinition;
import jakarta.inject.Inject;

/**
 * Starts the worker with the application, and stops it before the application is taken apart. A
 * server with Jakarta Concurrency 3.0 defines the factory, too, without what it does not know.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
@ManagedThreadFactoryDefinition(name = VirtualThreads.FACTORY, virtual = true)
public class WorkerStartup {

    @Inject private Node node;

    @PostConstruct
    void start() {
        node.start();
    }

    @PreDestroy
    void stop() {
        node.stop();
    }
}
