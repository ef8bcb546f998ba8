package org.backgroundtasks.internal.store.jpa;

import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.ValidationMode;
import jakarta.persistence.spi.ClassTransformer;
import jakarta.persistence.spi.PersistenceUnitInfo;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
import java.net.URL;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.backgroundtasks.internal.store.dialect.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * Our persistence unit, handed to the provider by hand. A {@code META-INF/persistence.xml} in our
 * jar would take away the application's unnamed {@code @PersistenceContext}, since that needs a
 * unit to be the only one.
 */
final class TaskUnit implements PersistenceUnitInfo {

    private final DataSource dataSource;
    private final String providerName;
    private final List<String> classes;
    private final ClassLoader classLoader;
    private final List<String> mappingFiles;

    TaskUnit(DataSource dataSource, String providerName, Dialect dialect) {
        this.dataSource = dataSource;
        this.providerName = providerName;
        this.classes =
                Stream.concat(
                                new TaskRows(dialect).classes().stream(),
                                Stream.of(InstantConverter.class))
                        .map(Class::getName)
                        .toList();
        ClassLoader own = TaskUnit.class.getClassLoader();
        String schema = dialect.schema();
        this.classLoader =
                schema == null ? own : new SchemaMapping(own, dialect.schemaElement(), schema);
        this.mappingFiles = schema == null ? List.of() : List.of(SchemaMapping.FILE);
    }

    @Override
    public String getPersistenceUnitName() {
        return "org.backgroundtasks";
    }

    @Override
    public String getPersistenceProviderClassName() {
        return providerName;
    }

    @Override
    public PersistenceUnitTransactionType getTransactionType() {
        return PersistenceUnitTransactionType.JTA;
    }

    @Override
    public DataSource getJtaDataSource() {
        return dataSource;
    }

    @Override
    public @Nullable DataSource getNonJtaDataSource() {
        return null;
    }

    @Override
    public List<String> getMappingFileNames() {
        return mappingFiles;
    }

    @Override
    public List<URL> getJarFileUrls() {
        return List.of();
    }

    @Override
    public URL getPersistenceUnitRootUrl() {
        return TaskUnit.class.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    public List<String> getManagedClassNames() {
        return classes;
    }

    @Override
    public boolean excludeUnlistedClasses() {
        return true;
    }

    @Override
    public SharedCacheMode getSharedCacheMode() {
        return SharedCacheMode.NONE;
    }

    @Override
    public ValidationMode getValidationMode() {
        return ValidationMode.NONE;
    }

    @Override
    public Properties getProperties() {
        Properties properties = new Properties();
        // These are heeded here only, not among the settings that come with the unit.
        properties.put("hibernate.cfg_xml_file", "");
        properties.put("hibernate.xml_mapping_enabled", "true");
        properties.put("eclipselink.exclude-eclipselink-orm", "true");
        return properties;
    }

    @Override
    public String getPersistenceXMLSchemaVersion() {
        return "3.0";
    }

    @Override
    public ClassLoader getClassLoader() {
        return classLoader;
    }

    @Override
    public void addTransformer(ClassTransformer transformer) {
        // Entities are used as compiled.
    }

    @Override
    public ClassLoader getNewTempClassLoader() {
        return classLoader;
    }
}
