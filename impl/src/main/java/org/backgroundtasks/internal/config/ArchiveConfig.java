package org.backgroundtasks.internal.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/**
 * A configuration with what stands in the files of an archive, for a server that reads those of an
 * EAR and not those of its WARs, as Payara does. Whatever the server reads goes first.
 */
public final class ArchiveConfig implements Config {

    private static final String FILE = "META-INF/microprofile-config.properties";

    private final Config config;
    private final Properties unread;

    private ArchiveConfig(Config config, Properties unread) {
        this.config = config;
        this.unread = unread;
    }

    /** The configuration itself, if it knows all that the files say which a class loader sees. */
    public static Config of(Config config, ClassLoader loader) {
        Properties unread = new Properties();
        try {
            for (URL file : Collections.list(loader.getResources(FILE))) {
                read(file).forEach(unread::putIfAbsent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        config.getPropertyNames().forEach(unread::remove);
        // Of a profile, which is the server's business.
        unread.keySet().removeIf(name -> name.toString().startsWith("%"));
        return unread.isEmpty() ? config : new ArchiveConfig(config, unread);
    }

    private static Properties read(URL file) throws IOException {
        Properties read = new Properties();
        URLConnection connection = file.openConnection();
        // A jar that is kept open cannot be deployed anew.
        connection.setUseCaches(false);
        try (InputStream content = connection.getInputStream()) {
            read.load(content);
        }
        return read;
    }

    @Override
    public ConfigValue getConfigValue(String name) {
        ConfigValue known = config.getConfigValue(name);
        String own = known.getRawValue() == null ? unread.getProperty(name) : null;
        return own == null ? known : new Unread(name, own);
    }

    @Override
    public Iterable<String> getPropertyNames() {
        Set<String> names = new LinkedHashSet<>(unread.stringPropertyNames());
        config.getPropertyNames().forEach(names::add);
        return names;
    }

    @Override
    public <T> T getValue(String name, Class<T> type) {
        return config.getValue(name, type);
    }

    @Override
    public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
        return config.getOptionalValue(name, type);
    }

    @Override
    public Iterable<ConfigSource> getConfigSources() {
        return config.getConfigSources();
    }

    @Override
    public <T> Optional<Converter<T>> getConverter(Class<T> type) {
        return config.getConverter(type);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return config.unwrap(type);
    }

    private record Unread(String name, String value) implements ConfigValue {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public String getValue() {
            return value;
        }

        @Override
        public String getRawValue() {
            return value;
        }

        @Override
        public @Nullable String getSourceName() {
            return FILE;
        }

        @Override
        public int getSourceOrdinal() {
            return ConfigSource.DEFAULT_ORDINAL;
        }
    }
}
