package org.backgroundtasks.internal.store.jpa;

import jakarta.persistence.spi.PersistenceProvider;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps from our unit what its provider is told for all units at once: by a {@code
 * hibernate.properties} of the application, which Hibernate reads once for the JVM or for its
 * module, and by system properties.
 */
final class GlobalSettings {

    /** What Hibernate reads of all it is told. */
    private static final List<String> PREFIXES =
            List.of("hibernate.", "org.hibernate.", "jakarta.persistence.", "javax.persistence.");

    /** How to reach the transaction manager of the server: the same for all units. */
    private static final String JTA_PLATFORM = "hibernate.transaction.jta.platform";

    private static final Set<String> CREDENTIALS =
            Set.of(
                    "hibernate.connection.username",
                    "hibernate.connection.password",
                    "jakarta.persistence.jdbc.user",
                    "jakarta.persistence.jdbc.password",
                    "javax.persistence.jdbc.user",
                    "javax.persistence.jdbc.password");

    /** Hibernate drops a setting whose placeholder stands for nothing, after all merging. */
    private static final String NOTHING = "${}";

    /**
     * What EclipseLink does if it is not told otherwise. It takes a system property for whatever
     * its map does not have, or has as null; an empty text is the default only for some.
     */
    private static final Map<String, String> DEFAULTS =
            Map.ofEntries(
                    Map.entry("jakarta.persistence.transactionType", "JTA"),
                    Map.entry("jakarta.persistence.nonJtaDataSource", ""),
                    Map.entry("jakarta.persistence.jdbc.user", ""),
                    Map.entry("jakarta.persistence.jdbc.password", ""),
                    Map.entry("jakarta.persistence.sharedCache.mode", "NONE"),
                    Map.entry("jakarta.persistence.query.timeout", "0"),
                    Map.entry("eclipselink.jdbc.user", ""),
                    Map.entry("eclipselink.jdbc.password", ""),
                    Map.entry("eclipselink.target-database", "Auto"),
                    Map.entry("eclipselink.platform.class.name", "Auto"),
                    Map.entry("eclipselink.validation-only", "false"),
                    Map.entry("eclipselink.profiler", "NoProfiler"),
                    Map.entry("eclipselink.tuning", "Standard"),
                    Map.entry("eclipselink.jdbc.native-sql", "false"),
                    Map.entry("eclipselink.jdbc.sql-cast", "false"),
                    Map.entry("eclipselink.jdbc.bind-parameters", "true"),
                    Map.entry("eclipselink.bind-all-parameters", "true"),
                    Map.entry("eclipselink.jdbc.force-bind-parameters", "false"),
                    Map.entry("eclipselink.jdbc.cache-statements", "false"),
                    Map.entry("eclipselink.jdbc.uppercase-columns", "true"),
                    Map.entry("eclipselink.jpa.uppercase-column-names", "true"),
                    Map.entry("eclipselink.jpa.sql-call-deferral", "true"),
                    Map.entry("eclipselink.jpa.naming_into_indexed", "false"),
                    Map.entry("eclipselink.jdbc.exclusive-connection.mode", ""),
                    Map.entry("eclipselink.jdbc.exclusive-connection.is-lazy", "true"),
                    Map.entry("eclipselink.connection-pool.force-internal-pool", "false"),
                    Map.entry("eclipselink.cache.shared.default", "false"),
                    Map.entry("eclipselink.cache.type.default", ""),
                    Map.entry("eclipselink.cache.query-results", "false"),
                    Map.entry("eclipselink.id-validation", "ZERO"),
                    Map.entry("eclipselink.temporal.mutable", "false"),
                    Map.entry("eclipselink.order-updates", ""),
                    Map.entry("eclipselink.validate-existence", ""),
                    Map.entry("eclipselink.flush-clear.cache", ""),
                    Map.entry("eclipselink.transaction.join-existing", ""),
                    Map.entry("eclipselink.persistence-context.close-on-commit", ""),
                    Map.entry("eclipselink.persistence-context.commit-order", "Id"),
                    Map.entry("eclipselink.persistence-context.commit-without-persist-rules", ""),
                    Map.entry("eclipselink.persistence-context.flush-mode", ""),
                    Map.entry("eclipselink.persistence-context.persist-on-commit", ""),
                    Map.entry("eclipselink.persistence-context.reference-mode", ""));

    /** Whom EclipseLink asks, where it takes an object that says nothing for a class name. */
    private static final Map<String, String> LISTENERS =
            Map.of(
                    "eclipselink.session.customizer",
                    "org.eclipse.persistence.sessions.SessionCustomizer",
                    "eclipselink.metadata-source",
                    "org.eclipse.persistence.jpa.metadata.MetadataSource",
                    "eclipselink.project-cache",
                    "org.eclipse.persistence.jpa.metadata.ProjectCache");

    private GlobalSettings() {}

    /**
     * What to tell a provider so that it does not listen to what it is told globally. To be
     * overridden by what we tell it ourselves.
     */
    static Map<String, @Nullable Object> shutOut(
            PersistenceProvider provider, DataSource dataSource) {
        Map<String, @Nullable Object> properties = new HashMap<>();
        fromHibernate(provider).forEach(key -> properties.put(key, null));
        if (CREDENTIALS.stream().anyMatch(properties::containsKey)) {
            // The nulls are lost with these.
            properties.put("hibernate.connection.username", NOTHING);
            properties.put("hibernate.connection.password", NOTHING);
        }
        if (!provider.getClass().getName().startsWith("org.hibernate.")) {
            fromEclipseLink(provider, properties);
        }
        properties.put("hibernate.transaction.coordinator_class", "jta");
        properties.put("jakarta.persistence.jtaDataSource", dataSource);
        // Comes before, and instead of, schema-generation: as a system property it drops tables.
        properties.put("eclipselink.ddl-generation", "none");
        return properties;
    }

    /** The keys that Hibernate knows for all units. Null in the map takes away each. */
    private static Collection<String> fromHibernate(PersistenceProvider provider) {
        try {
            Class<?> environment =
                    provider.getClass().getClassLoader().loadClass("org.hibernate.cfg.Environment");
            Properties known = (Properties) environment.getMethod("getProperties").invoke(null);
            return known.stringPropertyNames().stream()
                    .filter(key -> PREFIXES.stream().anyMatch(key::startsWith))
                    .filter(key -> !key.startsWith(JTA_PLATFORM))
                    .toList();
        } catch (ReflectiveOperationException e) {
            return List.of();
        }
    }

    private static void fromEclipseLink(
            PersistenceProvider provider, Map<String, @Nullable Object> properties) {
        told(DEFAULTS).forEach(key -> properties.put(key, DEFAULTS.get(key)));
        ClassLoader loader = provider.getClass().getClassLoader();
        told(LISTENERS)
                .forEach(
                        key -> {
                            try {
                                properties.put(key, silent(loader.loadClass(LISTENERS.get(key))));
                            } catch (ClassNotFoundException e) {
                                // Not EclipseLink, or one that does not ask.
                            }
                        });
    }

    private static Stream<String> told(Map<String, String> keys) {
        return keys.keySet().stream().filter(key -> System.getProperty(key) != null);
    }

    /** Whatever it is asked, it does nothing. */
    private static Object silent(Class<?> type) {
        Object self = new Object();
        InvocationHandler saysNothing =
                (proxy, method, arguments) ->
                        method.getDeclaringClass() == Object.class
                                ? method.invoke(self, arguments)
                                : null;
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, saysNothing);
    }
}
