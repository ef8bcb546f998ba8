package org.backgroundtasks.internal.cdi.server;

import javax.naming.InitialContext;
import javax.naming.NamingException;

/** What the server calls the application. */
public final class ServerName {

    private ServerName() {}

    /** The name of the application, and of its module in an EAR; empty if the server has none. */
    public static String ofApplication() {
        String application = lookup("java:app/AppName");
        String module = lookup("java:module/ModuleName");
        return application.equals(module) || module.isEmpty()
                ? application
                : application + "/" + module;
    }

    private static String lookup(String name) {
        try {
            return String.valueOf(InitialContext.<Object>doLookup(name));
        } catch (NamingException e) {
            return "";
        }
    }
}
