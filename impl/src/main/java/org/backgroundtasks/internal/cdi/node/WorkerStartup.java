package org.backgroundtasks.internal.cdi.node;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/**
 * Starts the worker with the application, and stops it before the application is taken apart, where
 * the server has session beans. In an EAR its context is that of its WAR, which that of CDI's own
 * event is not everywhere.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
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
