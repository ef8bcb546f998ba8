package org.backgroundtasks.faults;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A part of a server's configuration that a fault needs otherwise.
 *
 * @param openLiberty XML of a server.xml, without its root
 * @param wildFly commands for {@code jboss-cli}, one a line
 */
record Overriding(String openLiberty, String wildFly) {

    private static final String PROPERTIES =
            "/subsystem=datasources/xa-data-source=TasksDS/xa-datasource-properties=";

    static final Overriding NONE = new Overriding("", "");

    static Overriding transactionTimeout(int seconds) {
        return new Overriding(
                "<transaction totalTranLifetimeTimeout=\"%ds\"/>".formatted(seconds),
                "/subsystem=transactions:write-attribute(name=default-timeout,value=%d)"
                        .formatted(seconds));
    }

    /** For a pooler that gives each transaction another session. */
    static Overriding withoutPreparedStatements() {
        return new Overriding(
                """
                <dataSource id="DefaultDataSource">
                    <properties.postgresql prepareThreshold="0"/>
                </dataSource>
                """,
                PROPERTIES + "PrepareThreshold:add(value=0)");
    }

    /** Transactions that are as if there were one at a time. */
    static Overriding serializable() {
        return new Overriding(
                """
                <dataSource id="DefaultDataSource" isolationLevel="TRANSACTION_SERIALIZABLE"/>
                """,
                "/subsystem=datasources/xa-data-source=TasksDS:write-attribute"
                        + "(name=transaction-isolation,value=TRANSACTION_SERIALIZABLE)");
    }

    /** Of several hosts the data source takes the primary, and it waits for none for long. */
    static Overriding onlyPrimary() {
        return new Overriding(
                """
                <dataSource id="DefaultDataSource">
                    <properties.postgresql targetServerType="primary" socketTimeout="20s"/>
                </dataSource>
                """,
                Stream.of(
                                "SocketTimeout:remove",
                                "SocketTimeout:add(value=20)",
                                "TargetServerType:add(value=primary)")
                        .map(PROPERTIES::concat)
                        .collect(Collectors.joining("\n")));
    }
}
