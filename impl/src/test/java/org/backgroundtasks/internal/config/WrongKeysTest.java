package org.backgroundtasks.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody has meant is said with what is wrong. */
class WrongKeysTest {

    @ParameterizedTest
    @CsvSource({
        "5s, PT5S",
        "5, PT5S",
        "500ms, PT0.5S",
        "10m, PT10M",
        "2 h, PT2H",
        "1d, P1D",
    })
    void durations_of_other_formats(String written, String meant) {
        assertThat(problems("background-tasks.lease", written))
                .singleElement()
                .asString()
                .startsWith("BGTASK000201")
                .contains("did you mean " + meant + "?");
    }

    @Test
    void misspelt_keys() {
        assertThat(problems("background-tasks.poll-intervall", "PT5S"))
                .singleElement()
                .asString()
                .startsWith("BGTASK000200")
                .contains("did you mean 'background-tasks.poll-interval'?");
        assertThat(problems("background-tasks.something-else-entirely", "1"))
                .singleElement()
                .asString()
                .doesNotContain("did you mean");
    }

    @Test
    void names_of_applications_and_queues() {
        assertThat(problems("background-tasks.application", "it's")).hasSize(1);
        assertThat(problems("background-tasks.application", "shop/eu-1")).isEmpty();
        assertThat(problems("background-tasks.worker.queues", "mail, reports")).isEmpty();
    }

    private static List<String> problems(String key, String value) {
        List<String> problems = new ArrayList<>();
        new SettingsReader(
                        new SmallRyeConfigBuilder()
                                .withSources(
                                        new PropertiesConfigSource(Map.of(key, value), "test", 100))
                                .build(),
                        problems)
                .read();
        return problems;
    }
}
