package org.backgroundtasks.it;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The persistence.xml of an application. */
final class Units {

    private Units() {}

    static String xml(String... names) {
        return Arrays.stream(names)
                .map(
                        name ->
                                """
                                <persistence-unit name="%s" transaction-type="JTA">
                                  <properties>
                                    <property name="jakarta.persistence.schema-generation.database.action" value="create"/>
                                  </properties>
                                </persistence-unit>
                                """
                                        .formatted(name))
                .collect(
                        Collectors.joining(
                                "",
                                "<persistence xmlns=\"https://jakarta.ee/xml/ns/persistence\" version=\"3.0\">",
                                "</persistence>"));
    }
}
