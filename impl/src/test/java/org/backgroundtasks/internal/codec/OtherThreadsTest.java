package org.backgroundtasks.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.bind.spi.JsonbProvider;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plain thread may see another JSON provider, or none; the codec has found its own before. */
class OtherThreadsTest {

    public record Point(int x, List<String> labels) {}

    @SuppressWarnings("unused")
    static class Parameters {
        void point(Point a) {}
    }

    private final ClassLoader own = Thread.currentThread().getContextClassLoader();
    private ClassLoader other;

    @BeforeEach
    void makeLoader(@TempDir Path folder) throws IOException {
        URL services =
                Files.writeString(folder.resolve("services"), "no.such.Provider").toUri().toURL();
        other =
                new ClassLoader(own) {
                    @Override
                    public Enumeration<URL> getResources(String name) throws IOException {
                        return name.equals("META-INF/services/" + JsonProvider.class.getName())
                                ? Collections.enumeration(List.of(services))
                                : super.getResources(name);
                    }
                };
    }

    @AfterEach
    void restoreLoader() {
        Thread.currentThread().setContextClassLoader(own);
    }

    static Stream<JsonbProvider> providers() {
        return Stream.of(JsonbProvider.provider(), new org.apache.johnzon.jsonb.JohnzonProvider());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_thread_that_finds_no_provider_writes_and_reads(JsonbProvider provider) {
        ArgumentCodec codec = new ArgumentCodec(1_000, provider);
        TaskDefinition task = Tasks.of(Parameters.class, "point");
        Point point = new Point(1, List.of("a"));

        Thread.currentThread().setContextClassLoader(other);

        assertThatThrownBy(JsonProvider::provider).isNotNull();
        assertThat(codec.read(task, codec.write(task, new Object[] {point})))
                .containsExactly(point);
    }
}
