package org.backgroundtasks.internal.store.jpa;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Gives a provider a mapping file that names the database schema. A mapping file is the only
 * portable place for it, and the name is known only from configuration.
 */
final class SchemaMapping extends ClassLoader {

    static final String FILE = "META-INF/background-tasks-orm.xml";

    private final byte[] mapping;

    /**
     * Makes a loader with the file.
     *
     * @param element what the database's schemas are called in it
     */
    SchemaMapping(ClassLoader parent, String element, String databaseSchema) {
        super(parent);
        mapping =
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <entity-mappings xmlns="https://jakarta.ee/xml/ns/persistence/orm" version="3.0">
                  <persistence-unit-metadata>
                    <persistence-unit-defaults>
                      <%1$s>%2$s</%1$s>
                    </persistence-unit-defaults>
                  </persistence-unit-metadata>
                </entity-mappings>
                """
                        .formatted(element, databaseSchema)
                        .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        if (!name.equals(FILE)) {
            return null;
        }
        try {
            return new URL("background-tasks", "", -1, "/" + FILE, new InMemory());
        } catch (MalformedURLException e) {
            throw new AssertionError("a URL with a handler of its own", e);
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL url = findResource(name);
        return url == null
                ? Collections.emptyEnumeration()
                : Collections.enumeration(Collections.singleton(url));
    }

    private final class InMemory extends URLStreamHandler {

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {
                    // There is nothing to connect to.
                }

                @Override
                public InputStream getInputStream() throws IOException {
                    return new ByteArrayInputStream(mapping);
                }
            };
        }
    }
}
