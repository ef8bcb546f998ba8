package org.backgroundtasks.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server process with one application, and what is done to it. */
public abstract class ServerProcess implements AutoCloseable {

    private static final int KILLED = 128 + 9;

    private final String name;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder()
                    // A connection that was upgraded to HTTP/2 holds the application it was
                    // upgraded by.
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private Process process;

    ServerProcess(String name, int port) {
        this.name = name;
        this.port = port;
    }

    /** What is deployed when it starts next, or at once if it runs. */
    public void deploy(Path war) throws IOException {
        deploy(war, war.getFileName().toString());
    }

    /** Deploys under another name than that of the file. */
    public abstract void deploy(Path war, String name) throws IOException;

    /** Takes an application away. */
    public abstract void undeploy(String war) throws IOException;

    /** Overrides a part of the server's configuration, in its own words, before it starts. */
    public abstract void override(String configuration) throws IOException;

    /** What this start of the server has logged. */
    abstract Path log();

    /** Where a path is answered. */
    int portOf(String path) {
        return port;
    }

    abstract ProcessBuilder command(List<String> javaOptions);

    /** Starts the process, and does not wait for it. */
    public void launch(List<String> javaOptions, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = command(javaOptions);
        builder.redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(
                                builder.directory().toPath().resolve("console.log").toFile()));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Whether a path answers; fails if the process has ended. */
    public boolean answers(String path) {
        if (!isRunning()) {
            throw new IllegalStateException(name + " has ended with " + process.exitValue());
        }
        return status(path) == 200;
    }

    /** How many lines of the log hold a text. */
    public long logged(String text) throws IOException {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }

    public long pid() {
        return process.pid();
    }

    /** Kills the process so that nothing in it can notice, and makes sure that it is gone by it. */
    public void kill() throws IOException {
        process.destroyForcibly();
        int status = awaitEnd();
        if (status != KILLED || ProcessHandle.of(process.pid()).isPresent()) {
            throw new IllegalStateException(name + " was not killed, it ended with " + status);
        }
    }

    /** Ends the process as an operating system or an orchestrator does. */
    public void terminate() throws IOException {
        signal("-TERM");
        awaitEnd();
    }

    public int awaitEnd() throws IOException {
        try {
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                throw new IOException(name + " does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    public void freeze() throws IOException {
        signal("-STOP");
    }

    public void thaw() throws IOException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException {
        try {
            new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    public int status(String path) {
        try {
            return send("GET", path, Duration.ofSeconds(20)).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    /** What a path answers, whatever its status. */
    public String body(String path) {
        try {
            return send("GET", path, Duration.ofSeconds(20)).body();
        } catch (IOException e) {
            throw new IllegalStateException(name + " does not answer " + path, e);
        }
    }

    public String get(String path) {
        return body("GET", path);
    }

    public String post(String path) {
        return body("POST", path);
    }

    private String body(String method, String path) {
        try {
            HttpResponse<String> response = send(method, path, Duration.ofMinutes(10));
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        path + " answers " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new IllegalStateException(name + " does not answer " + path, e);
        }
    }

    /** Posts and waits for nothing: the server may not live to answer. */
    public CompletableFuture<?> postAsync(String path) {
        return http.sendAsync(
                        request("POST", path, Duration.ofSeconds(120)),
                        HttpResponse.BodyHandlers.discarding())
                .exceptionally(failure -> null);
    }

    private HttpResponse<String> send(String method, String path, Duration timeout)
            throws IOException {
        try {
            return http.send(request(method, path, timeout), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private HttpRequest request(String method, String path, Duration timeout) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + portOf(path) + "/" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(timeout)
                .build();
    }

    /** What is asked of the JVM by jcmd. */
    public List<String> jcmd(String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(java("jcmd"), String.valueOf(process.pid())));
        line.addAll(List.of(command));
        Process asked = new ProcessBuilder(line).redirectErrorStream(true).start();
        List<String> answer;
        try (var output = asked.inputReader()) {
            answer = output.lines().toList();
        }
        try {
            if (asked.waitFor() != 0) {
                throw new IOException(String.join(" ", answer));
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return answer;
    }

    /** A program of this Java. */
    static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    /** Copies what is in a folder into another. */
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Replaces a file so that nobody who watches its folder sees a part of it. */
    static void replace(Path file, Path target) throws IOException {
        Path outside = target.getParent().getParent().resolve(target.getFileName() + ".new");
        Files.copy(file, outside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(outside, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        if (isRunning()) {
            process.destroyForcibly();
            awaitEnd();
        }
    }
}
