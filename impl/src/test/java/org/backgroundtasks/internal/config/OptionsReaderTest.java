package org.backgroundtasks.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.Background;
import org.backgroundtasks.internal.task.TaskOptions;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

class OptionsReaderTest {

    static class Hopeless extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static class Jobs {
        @Background
        void run() {}
    }

    /** In an EAR, the thread has the EAR's loader during discovery. */
    @Test
    void exceptions_are_those_that_the_bean_sees() throws Exception {
        List<String> problems = new ArrayList<>();
        Config config =
                new SmallRyeConfigBuilder()
                        .withSources(
                                new PropertiesConfigSource(
                                        Map.of(
                                                Jobs.class.getName() + "/run/Background/abortOn",
                                                Hopeless.class.getName()),
                                        "test",
                                        100))
                        .build();
        Settings settings = new SettingsReader(config, problems).read();
        var method = Jobs.class.getDeclaredMethod("run");

        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            TaskOptions options =
                    new OptionsReader(config, settings, problems)
                            .read(Jobs.class, method, method.getAnnotation(Background.class));

            assertThat(problems).isEmpty();
            assertThat(options.abortOn()).isEqualTo(List.of(Hopeless.class));
        } finally {
            Thread.currentThread().setContextClassLoader(ofThread);
        }
    }
}
