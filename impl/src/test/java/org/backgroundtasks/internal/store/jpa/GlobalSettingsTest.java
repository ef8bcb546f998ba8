package org.backgroundtasks.internal.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.config.SchemaMode;
import org.backgroundtasks.internal.store.StoreContract;
import org.backgroundtasks.testing.TestDatabase;
import org.backgroundtasks.testing.TestProvider;
import org.eclipse.persistence.config.SessionCustomizer;
import org.eclipse.persistence.sessions.Session;
import org.h2.api.Trigger;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a provider is told for all units has no influence on ours, or is noticed. A JVM of its own
 * for each, since a provider reads it once.
 */
class GlobalSettingsTest {

    private static final String HERE = GlobalSettingsTest.class.getName();

    @TempDir Path classes;

    public static class OtherNames extends PhysicalNamingStrategyStandardImpl {
        private static final long serialVersionUID = 1L;

        @Override
        public Identifier toPhysicalColumnName(Identifier name, JdbcEnvironment environment) {
            return Identifier.toIdentifier(name.getText() + "_x");
        }
    }

    public static class Breaking implements StatementInspector {
        private static final long serialVersionUID = 1L;

        @Override
        public String inspect(String sql) {
            return "broken " + sql;
        }
    }

    public static class Customizing implements SessionCustomizer {
        @Override
        public void customize(Session session) {
            session.getDescriptors().values().forEach(one -> one.setTableName("nowhere"));
        }
    }

    static Stream<Arguments> what_all_units_are_told_does_not_reach_ours() {
        Map<String, String> hibernate =
                Map.ofEntries(
                        Map.entry("hibernate.default_schema", "nowhere"),
                        Map.entry("hibernate.default_catalog", "nowhere"),
                        Map.entry("hibernate.globally_quoted_identifiers", "true"),
                        Map.entry("hibernate.type.preferred_uuid_jdbc_type", "VARCHAR"),
                        Map.entry("hibernate.jdbc.time_zone", "Asia/Tokyo"),
                        Map.entry("hibernate.physical_naming_strategy", HERE + "$OtherNames"),
                        Map.entry(
                                "hibernate.session_factory.statement_inspector",
                                HERE + "$Breaking"),
                        Map.entry("hibernate.connection.username", "nobody"),
                        Map.entry("hibernate.hbm2ddl.auto", "create-drop"),
                        Map.entry("hibernate.xml_mapping_enabled", "false"),
                        Map.entry("jakarta.persistence.jdbc.user", "nobody"));
        Map<String, String> eclipseLink =
                Map.of(
                        "eclipselink.ddl-generation", "drop-and-create-tables",
                        "eclipselink.session.customizer", HERE + "$Customizing",
                        "eclipselink.target-database", "Oracle",
                        "eclipselink.jdbc.user", "nobody",
                        "eclipselink.jdbc.native-sql", "true",
                        "eclipselink.jpa.uppercase-column-names", "false",
                        "jakarta.persistence.jdbc.user", "nobody");
        return Stream.of(
                Arguments.of(TestProvider.HIBERNATE, hibernate, true),
                Arguments.of(TestProvider.HIBERNATE, hibernate, false),
                Arguments.of(TestProvider.ECLIPSELINK, eclipseLink, false));
    }

    @ParameterizedTest
    @MethodSource
    void what_all_units_are_told_does_not_reach_ours(
            TestProvider provider, Map<String, String> settings, boolean byFile) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (byFile) {
            Files.write(
                    classes.resolve("hibernate.properties"),
                    settings.entrySet().stream()
                            .map(one -> one.getKey() + "=" + one.getValue())
                            .toList());
        } else {
            settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        }
        command.add("-cp");
        command.add(classes + ":" + System.getProperty("java.class.path"));
        command.add(HERE);
        command.add(provider.name());

        assertThat(output(command)).endsWith("stored and found");
    }

    private static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            process.destroy();
        }
    }

    /** In the other JVM. */
    public static void main(String[] arguments) {
        TestProvider provider = TestProvider.valueOf(arguments[0]);
        provider.install();
        try (AgroalDataSource dataSource = TestDatabase.H2.open()) {
            for (String schema : new String[] {null, "jobs"}) {
                // Opening stores a task, and looks for it.
                open(dataSource, provider, schema).close();
            }
            System.out.println("stored and found");
        }
    }

    private static Stores open(AgroalDataSource dataSource, TestProvider provider, String schema) {
        return Stores.open(
                provider.around(dataSource),
                StoreContract.settings(SchemaMode.CREATE, schema),
                "node",
                Duration.ofSeconds(5));
    }

    /** As anything that gets between the provider and the table. */
    public static class Changing implements Trigger {
        @Override
        public void fire(Connection connection, Object[] before, Object[] after) {
            for (int i = 0; i < after.length; i++) {
                if ("O'Neil \\".equals(after[i])) {
                    after[i] = "somebody else";
                }
            }
        }
    }

    @Test
    void what_cannot_be_shut_out_is_noticed() {
        TestProvider.HIBERNATE.install();
        try (AgroalDataSource dataSource = TestDatabase.H2.open()) {
            open(dataSource, TestProvider.HIBERNATE, null).close();
            TestDatabase.execute(
                    dataSource,
                    "create trigger changing before insert on background_task for each row call '%s$Changing'"
                            .formatted(HERE));

            assertThatThrownBy(() -> open(dataSource, TestProvider.HIBERNATE, null))
                    .isInstanceOf(TaskStoreException.class)
                    .hasMessageStartingWith("BGTASK000520")
                    .hasMessageContaining("somebody else");
        }
    }
}
