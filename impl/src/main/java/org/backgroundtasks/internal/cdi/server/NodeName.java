package org.backgroundtasks.internal.cdi.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** Names a worker: by its host, and so that no other and no earlier one has the same. */
public final class NodeName {

    private static final int LONGEST_HOST = 200;
    private static final int SUFFIX = 8;

    private NodeName() {}

    public static String next() {
        return host() + "-" + UUID.randomUUID().toString().substring(0, SUFFIX);
    }

    private static String host() {
        try {
            String host = InetAddress.getLocalHost().getHostName();
            return host.length() > LONGEST_HOST ? host.substring(0, LONGEST_HOST) : host;
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
