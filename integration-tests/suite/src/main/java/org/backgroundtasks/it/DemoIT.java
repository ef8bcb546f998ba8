package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@code mvn -Pdemo package} starts: the example on Open Liberty with embedded H2, from the
 * configuration that users copy. It needs no browser and no PostgreSQL.
 */
public class DemoIT {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI users =
            URI.create(
                    "http://localhost:%s/example/api/users"
                            .formatted(System.getProperty("http.port")));
    private Process server;

    @BeforeEach
    void start() throws IOException {
        Path home = Path.of(System.getProperty("server.home"));
        server =
                new ProcessBuilder(home.resolve("bin/server").toString(), "run", "demo")
                        .redirectErrorStream(true)
                        .redirectOutput(new File("target/demo.log"))
                        .start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.descendants().forEach(ProcessHandle::destroy);
        server.destroy();
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_registered_user_is_notified() throws Exception {
        await().atMost(Duration.ofSeconds(120))
                .ignoreExceptions()
                .until(() -> list().statusCode() == 200);

        assertThat(register("{\"email\": \"now@example.org\", \"delaySeconds\": 0}"))
                .isEqualTo(200);
        assertThat(register("{\"email\": \"later@example.org\", \"delaySeconds\": null}"))
                .isEqualTo(200);

        await().atMost(Duration.ofSeconds(20)).until(() -> list().body().contains("SUCCEEDED"));
        assertThat(list().body()).contains("You have been notified", "SCHEDULED");
        assertThat(register("{\"email\": \"\"}")).isEqualTo(400);
        assertThat(register("{\"email\": \"a@b\", \"delaySeconds\": 9999999999999}"))
                .isEqualTo(400);
    }

    private int register(String json) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(users)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build();
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }

    private HttpResponse<String> list() throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(users).build(), BodyHandlers.ofString());
    }
}
