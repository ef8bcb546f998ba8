package org.backgroundtasks.internal.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/**
 * Stops the worker where the server has session beans, which it ends before the rest of the
 * application. It does not start it: on Payara the first work in the context of a session bean that
 * is being made is in no transaction.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class WorkerStop {

    @Inject private Node node;

    @PreDestroy
    void stop() {
        node.stop();
    }
}
