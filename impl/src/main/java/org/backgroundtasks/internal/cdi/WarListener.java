package org.backgroundtasks.internal.cdi;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/**
 * Starts the worker with its WAR and in its context, and stops it with it. CDI's own event of the
 * start does not do: in an EAR, WildFly tells all WARs of it in the context of the first, and
 * Payara before there is a {@code java:comp}.
 */
public class WarListener implements ServletContextListener {

    @Inject private Node node;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        node.start();
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        node.stop();
    }
}
