package org.backgroundtasks.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.backgroundtasks.testing.LoggedMessages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

    private final List<String> problems = new ArrayList<>();

    private Settings read(Map<String, String> values) {
        var config =
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(values, "test", 100))
                        .build();
        return new SettingsReader(config, problems).read();
    }

    @Test
    void nothing_need_be_set() {
        Settings settings = read(Map.of());

        assertThat(problems).isEmpty();
        assertThat(settings.store())
                .isEqualTo(
                        new StoreSettings(
                                "java:comp/DefaultDataSource", SchemaMode.CREATE, null, ""));
        assertThat(settings.maxAttempts()).isEqualTo(25);
        assertThat(settings.maxArgumentSize()).isEqualTo(1_048_576);
        assertThat(settings.notifies()).isFalse();
        assertThat(settings.virtualThreads()).isFalse();
        WorkerSettings worker = settings.worker();
        assertThat(worker.enabled()).isTrue();
        assertThat(worker.queues()).isEmpty();
        assertThat(worker.serves("any")).isTrue();
        assertThat(worker.concurrencyOf("any")).isEqualTo(10);
        assertThat(worker.maxConcurrency()).isEqualTo(12);
        assertThat(worker.pollInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(worker.lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(worker.maxLosses()).isEqualTo(3);
        assertThat(worker.shutdownTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(worker.retention().succeeded()).isEqualTo(Duration.ofDays(1));
        assertThat(worker.retention().failed()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void everything_can_be_set() {
        Settings settings =
                read(
                        Map.ofEntries(
                                Map.entry("background-tasks.datasource", "jdbc/tasks"),
                                Map.entry("background-tasks.schema", "validate"),
                                Map.entry("background-tasks.database-schema", "jobs"),
                                Map.entry("background-tasks.application", "shop"),
                                Map.entry("background-tasks.notify", "true"),
                                Map.entry("background-tasks.virtual-threads", "true"),
                                Map.entry("background-tasks.worker.enabled", "false"),
                                Map.entry("background-tasks.worker.queues", "mail, reports"),
                                Map.entry("background-tasks.concurrency", "4"),
                                Map.entry("background-tasks.queue.mail.concurrency", "2"),
                                Map.entry("background-tasks.queue.a.b.concurrency", "3"),
                                Map.entry("background-tasks.max-concurrency", "2"),
                                Map.entry("background-tasks.poll-interval", "PT0.5S"),
                                Map.entry("background-tasks.lease", "PT10S"),
                                Map.entry("background-tasks.max-attempts", "5"),
                                Map.entry("background-tasks.max-losses", "1"),
                                Map.entry("background-tasks.backoff", "PT1S,PT1M"),
                                Map.entry("background-tasks.backoff.jitter", "0"),
                                Map.entry("background-tasks.shutdown-timeout", "PT0S"),
                                Map.entry("background-tasks.max-argument-size", "100"),
                                Map.entry("background-tasks.retention.succeeded", "PT1H"),
                                Map.entry("background-tasks.retention.failed", "P30D")));

        assertThat(problems).isEmpty();
        assertThat(settings.store())
                .isEqualTo(new StoreSettings("jdbc/tasks", SchemaMode.VALIDATE, "jobs", "shop"));
        assertThat(settings.maxAttempts()).isEqualTo(5);
        assertThat(settings.maxArgumentSize()).isEqualTo(100);
        assertThat(settings.notifies()).isTrue();
        assertThat(settings.virtualThreads()).isTrue();
        WorkerSettings worker = settings.worker();
        assertThat(worker.enabled()).isFalse();
        assertThat(worker.queues()).isEqualTo(Set.of("mail", "reports"));
        assertThat(worker.serves("other")).isFalse();
        assertThat(worker.concurrencyOf("mail")).isEqualTo(2);
        assertThat(worker.concurrencyOf("a.b")).isEqualTo(3);
        assertThat(worker.concurrencyOf("other")).isEqualTo(4);
        assertThat(worker.maxConcurrency()).isEqualTo(2);
        assertThat(worker.backoff().steps())
                .containsExactly(Duration.ofSeconds(1), Duration.ofMinutes(1));
        assertThat(worker.backoff().jitter()).isZero();
        assertThat(worker.shutdownTimeout()).isZero();
    }

    @Test
    void a_node_runs_as_much_at_once_as_is_asked_for_in_any_one_queue() {
        assertThat(read(Map.of("background-tasks.concurrency", "40")).worker().maxConcurrency())
                .isEqualTo(40);
        assertThat(
                        read(Map.of("background-tasks.queue.mail.concurrency", "30"))
                                .worker()
                                .maxConcurrency())
                .isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({
        "max-concurrency, 0",
        "poll-interval, 5",
        "poll-interval, PT0S",
        "poll-interval, -PT5S",
        "lease, PT0.5S",
        "schema, update",
        "worker.enabled, yes",
        "concurrency, 0",
        "concurrency, ten",
        "queue.mail.concurrency, -1",
        "max-attempts, 0",
        "max-argument-size, 1M",
        "backoff, 'PT1S,soon'",
        "backoff.jitter, 1.5",
        "backoff.jitter, NaN",
        "worker.queues, 'a,,b'",
        "database-schema, 1abc",
        "database-schema, 'a;drop table x'",
        "database-schema, a23456789012345678901234567890123456789012345678901234567890123x",
        "retention.succeeded, 1 day"
    })
    void wrong_values_are_named_with_their_rule(String key, String value) {
        read(Map.of("background-tasks." + key, value));

        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("BGTASK000201")
                .contains("background-tasks." + key, value);
    }

    @ParameterizedTest
    @CsvSource({"pol-interval", "queue..concurrency", "queue.mail.priority", "worker"})
    void unknown_keys_are_named(String key) {
        read(Map.of("background-tasks." + key, "PT5S"));

        assertThat(problems).singleElement().asString().startsWith("BGTASK000200").contains(key);
    }

    @ParameterizedTest
    @CsvSource({
        "BACKGROUND_TASKS_LEESE, BACKGROUND_TASKS_LEASE",
        "BACKGROUND_TASKS_POLLINTERVAL, BACKGROUND_TASKS_POLL_INTERVAL",
        "BACKGROUND_TASKS_RETENTION_SUCCEDED, BACKGROUND_TASKS_RETENTION_SUCCEEDED"
    })
    void a_misspelt_environment_variable_is_named_with_what_is_meant(String wrong, String meant) {
        read(Map.of(wrong, "PT5S"));

        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("BGTASK000200")
                .contains("'%s'".formatted(wrong), "did you mean '%s'".formatted(meant));
    }

    @Test
    void an_environment_variable_that_is_like_no_key_is_only_said() {
        try (LoggedMessages logged = LoggedMessages.of("org.backgroundtasks.config")) {
            read(
                    Map.of(
                            "BACKGROUND_TASKS_LEASE", "PT9S",
                            "BACKGROUND_TASKS_SERVICE_HOST", "10.0.0.1",
                            "BACKGROUND_TASKS_QUEUE_MAIL_CONCURRENCY", "3",
                            "background-tasks.queue.mail.concurrency", "2",
                            "OTHER_TASKS_LEESE", "1"));

            assertThat(problems).isEmpty();
            assertThat(logged.withCode("BGTASK000205"))
                    .singleElement()
                    .asString()
                    .contains("BACKGROUND_TASKS_SERVICE_HOST");
        }
    }

    @Test
    void a_variable_that_the_server_lists_in_another_spelling_too_is_no_mistake() {
        try (LoggedMessages logged = LoggedMessages.of("org.backgroundtasks.config")) {
            read(
                    Map.of(
                            "BACKGROUND_TASKS_LEASE", "PT9S",
                            "background.tasks.lease", "PT9S",
                            "background.tasks.poll-interval", "PT1S"));

            assertThat(problems).isEmpty();
            assertThat(logged.withCode("BGTASK000206"))
                    .singleElement()
                    .asString()
                    .contains("background.tasks.poll-interval");
        }
    }

    @Test
    void all_problems_are_reported_together() {
        read(
                Map.of(
                        "background-tasks.lease",
                        "x",
                        "background-tasks.schema",
                        "x",
                        "background-tasks.x",
                        "x"));

        assertThat(problems).hasSize(3);
    }
}
