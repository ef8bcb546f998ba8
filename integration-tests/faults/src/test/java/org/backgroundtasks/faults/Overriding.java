package org.backgroundtasks.faults;

/**
 * A part of a server's configuration that a fault needs otherwise.
 *
 * @param openLiberty XML of a server.xml, without its root
 * @param wildFly commands for {@code jboss-cli}, one a line
 */
record Overriding(String openLiberty, String wildFly) {

    static final Overriding NONE = new Overriding("", "");

    static Overriding transactionTimeout(int seconds) {
        return new Overriding(
                "<transaction totalTranLifetimeTimeout=\"%ds\"/>".formatted(seconds),
                "/subsystem=transactions:write-attribute(name=default-timeout,value=%d)"
                        .formatted(seconds));
    }
}
