package org.backgroundtasks.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server leaves unread in an archive counts, and no more than what it reads. */
class ArchiveConfigTest {

    @TempDir private Path archive;

    private static Config server(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "server", 100))
                .build();
    }

    private Config of(Config server, String file) throws IOException {
        Path folder = Files.createDirectories(archive.resolve("META-INF"));
        Files.writeString(folder.resolve("microprofile-config.properties"), file);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {archive.toUri().toURL()}, null)) {
            return ArchiveConfig.of(server, loader);
        }
    }

    @Test
    void a_file_that_the_server_has_not_read_counts() throws IOException {
        List<String> problems = new ArrayList<>();
        Config config =
                of(
                        server(Map.of("background-tasks.lease", "PT7S")),
                        """
                        background-tasks.application=shop
                        background-tasks.lease=PT9S
                        %dev.background-tasks.lease=PT1S
                        """);

        Settings settings = new SettingsReader(config, problems).read();

        assertThat(problems).isEmpty();
        assertThat(settings.store().application()).isEqualTo("shop");
        assertThat(settings.worker().lease()).as("of the server").hasSeconds(7);
        assertThat(config.getPropertyNames()).noneMatch(name -> name.startsWith("%"));
    }

    @Test
    void wrong_keys_of_it_are_noticed() throws IOException {
        List<String> problems = new ArrayList<>();

        new SettingsReader(of(server(Map.of()), "background-tasks.leese=PT9S"), problems).read();

        assertThat(problems).singleElement().asString().contains("BGTASK000200");
    }

    @Test
    void a_server_that_has_read_all_is_asked_alone() throws IOException {
        Config server = server(Map.of("background-tasks.lease", "PT7S"));

        assertThat(of(server, "background-tasks.lease=PT9S")).isSameAs(server);
    }
}
