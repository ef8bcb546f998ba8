package org.backgroundtasks.it;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A user whom each server, or the application itself, knows; she asks with her password. */
final class Alice {

    static final String NAME = "alice";
    static final String PASSWORD = "wonderland";

    private Alice() {}

    /** What the server answers her. */
    static String get(URL address, String path) throws IOException, InterruptedException {
        String credential = NAME + ":" + PASSWORD;
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address + path))
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        credential.getBytes(
                                                                StandardCharsets.UTF_8)))
                        .build();
        HttpResponse<String> answer =
                HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + ": " + answer.body());
        }
        return answer.body().strip();
    }
}
