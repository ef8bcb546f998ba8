package org.backgroundtasks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An Open Liberty process. */
final class Server implements AutoCloseable {

    private static final Path LIBERTY = Path.of(System.getProperty("server.home"));
    private static final Duration LONGEST_START = Duration.ofSeconds(120);
    private static final Pattern NODE = Pattern.compile("\"node\":\\s*\"([^\"]+)\"");
    private static final Pattern LOST = Pattern.compile("\"lostLeases\":\\s*(\\d+)");
    private static final int KILLED = 128 + 9;
    private static final List<String> FEATURES =
            List.of(
                    "cdi-4.0",
                    "concurrent-3.0",
                    "enterpriseBeansLite-4.0",
                    "jdbc-4.3",
                    "jndi-1.0",
                    "jsonb-3.0",
                    "mpConfig-3.1",
                    "mpHealth-4.0",
                    "persistence-3.1",
                    "restfulWS-3.1");

    private final String name;
    private final int port;
    private final Path folder;
    private final Map<String, String> environment;
    private final HttpClient http =
            HttpClient.newBuilder()
                    // A connection that was upgraded to HTTP/2 holds the application it was
                    // upgraded by.
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private Process process;

    Server(String name, Path userFolder, int port, int postgresPort) throws IOException {
        this.name = name;
        this.port = port;
        this.folder = userFolder.toAbsolutePath().resolve("servers").resolve(name);
        this.environment =
                Map.of(
                        "WLP_USER_DIR", userFolder.toAbsolutePath().toString(),
                        "HTTP_PORT", String.valueOf(port),
                        "POSTGRES_PORT", String.valueOf(postgresPort));
        copy(Path.of(System.getProperty("server.config")), folder);
        leaveOutWhatIsNotNeeded(folder.resolve("server.xml"));
        copy(Path.of(System.getProperty("driver")), folder.resolve("lib"));
        Files.createDirectories(folder.resolve("dropins"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Servers are started often here, and start sooner with fewer features. */
    private static void leaveOutWhatIsNotNeeded(Path file) throws IOException {
        String features =
                FEATURES.stream()
                        .map("<feature>%s</feature>"::formatted)
                        .collect(Collectors.joining("", "<featureManager>", "</featureManager>"));
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceAll("(?s)<featureManager>.*</featureManager>", features));
    }

    /** What is deployed when it starts next, or at once if it runs. */
    void deploy(Path war) throws IOException {
        Path outside = folder.resolve("faults.war.new");
        Files.copy(war, outside, StandardCopyOption.REPLACE_EXISTING);
        // Liberty watches the folder, and shall see a whole file.
        Files.move(outside, deployed(), StandardCopyOption.ATOMIC_MOVE);
    }

    void undeploy() throws IOException {
        Files.delete(deployed());
        await().atMost(Duration.ofSeconds(60)).until(() -> !answers("faults/connections?count=0"));
    }

    private Path deployed() {
        return folder.resolve("dropins/faults.war");
    }

    /** Starts the process, and does not wait for it. */
    void launch(Map<String, String> more) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                // Half of the time of a run is starting, and the compiler's second
                                // tier slows that down.
                                "-XX:TieredStopAtLevel=1",
                                // What is held softly is no leak, and shall not look like one.
                                "-XX:SoftRefLRUPolicyMSPerMB=0",
                                "@" + LIBERTY.resolve("lib/platform/java/java9.options"),
                                "-javaagent:" + LIBERTY.resolve("bin/tools/ws-javaagent.jar"),
                                "-jar",
                                LIBERTY.resolve("bin/tools/ws-server.jar").toString(),
                                name)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        new File(folder.toFile(), "console.log")));
        Map<String, String> variables = new HashMap<>(environment);
        variables.putAll(more);
        builder.environment().putAll(variables);
        process = builder.start();
    }

    void awaitStarted() {
        await().atMost(LONGEST_START).until(this::isUp);
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** The application answers. */
    boolean isUp() {
        if (!isRunning()) {
            throw new IllegalStateException(name + " has ended with " + process.exitValue());
        }
        return answers("faults/connections?count=0");
    }

    long pid() {
        return process.pid();
    }

    /** Kills the process so that nothing in it can notice. */
    void kill() throws IOException {
        process.destroyForcibly();
        assertThat(awaitEnd()).as("the process was killed by SIGKILL").isEqualTo(KILLED);
        assertThat(ProcessHandle.of(process.pid())).as("the process is gone").isEmpty();
    }

    /** Ends the process as an operating system or an orchestrator does. */
    void terminate() throws IOException {
        signal("-TERM");
        awaitEnd();
    }

    int awaitEnd() throws IOException {
        try {
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                throw new IOException(name + " does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    void freeze() throws IOException {
        signal("-STOP");
    }

    void thaw() throws IOException {
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

    /** The name under which this process holds leases now. */
    String node() {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> health(NODE), found -> found != null);
    }

    long lostLeases() {
        return Long.parseLong(
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> health(LOST), found -> found != null));
    }

    private String health(Pattern pattern) {
        Matcher matcher = pattern.matcher(get("health/live"));
        return matcher.find() ? matcher.group(1) : null;
    }

    boolean isAlive() {
        return status("health/live") == 200;
    }

    boolean isReady() {
        return status("health/ready") == 200;
    }

    private boolean answers(String path) {
        return status(path) == 200;
    }

    private int status(String path) {
        try {
            return send("GET", path, Duration.ofSeconds(20)).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    String get(String path) {
        return body("GET", path);
    }

    String post(String path) {
        return body("POST", path);
    }

    private String body(String method, String path) {
        try {
            HttpResponse<String> response = send(method, path, Duration.ofSeconds(120));
            if (response.statusCode() / 100 != 2 && !path.startsWith("health")) {
                throw new IllegalStateException(
                        path + " answers " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new IllegalStateException(name + " does not answer " + path, e);
        }
    }

    /** Posts and waits for nothing: the server may not live to answer. */
    CompletableFuture<?> postAsync(String path) {
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
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(timeout)
                .build();
    }

    /** What is asked of the JVM by jcmd. */
    List<String> jcmd(String... command) throws IOException {
        List<String> line =
                Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                                .toString(),
                                        String.valueOf(process.pid())),
                                Stream.of(command))
                        .toList();
        Process asked = new ProcessBuilder(line).redirectErrorStream(true).start();
        List<String> answer;
        try (var output = asked.inputReader()) {
            answer = output.lines().toList();
        }
        try {
            assertThat(asked.waitFor()).as(String.join(" ", answer)).isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return answer;
    }

    /** How many lines of the log hold a text. */
    long logged(String text) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("logs/messages.log"))) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }

    /** Overrides a part of the server's configuration, read when it starts. */
    void override(String xml) throws IOException {
        Path overrides = Files.createDirectories(folder.resolve("configDropins/overrides"));
        Files.writeString(overrides.resolve("faults.xml"), "<server>" + xml + "</server>");
    }

    @Override
    public void close() throws IOException {
        if (isRunning()) {
            process.destroyForcibly();
            awaitEnd();
        }
    }
}
