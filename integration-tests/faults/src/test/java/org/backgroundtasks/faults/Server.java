package org.backgroundtasks.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.backgroundtasks.servers.ServerProcess;
import org.backgroundtasks.servers.WildFly;

/** A server process with the application that is to survive. */
final class Server {

    private static final Duration LONGEST_START = Duration.ofSeconds(120);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Pattern NODE = Pattern.compile("\"node\":\\s*\"([^\"]+)\"");
    private static final Pattern LOST = Pattern.compile("\"lostLeases\":\\s*(\\d+)");
    private static final String ANSWERS = "faults/connections?count=0";
    private static final String WAR = "faults.war";
    private static final List<String> JAVA_OPTIONS =
            List.of(
                    "-Xmx512m",
                    // Half of the time of a run is starting, and the compiler's second tier slows
                    // that down.
                    "-XX:TieredStopAtLevel=1",
                    // What is held softly is no leak, and shall not look like one.
                    "-XX:SoftRefLRUPolicyMSPerMB=0");

    private final Servers kind;
    private final ServerProcess process;

    Server(Servers kind, String name, Path folder, int postgresPort) throws IOException {
        this.kind = kind;
        process = kind.prepare(name, folder, postgresPort);
    }

    void override(Overriding overriding) throws IOException {
        process.override(kind.of(overriding));
    }

    void deploy(Path war) throws IOException {
        process.deploy(war, WAR);
    }

    void undeploy() throws IOException {
        long before = logged(kind.undeployed());
        process.undeploy(WAR);
        await().atMost(Duration.ofSeconds(60)).until(() -> logged(kind.undeployed()) > before);
    }

    /** Starts the process, and does not wait for it. */
    void launch(Map<String, String> environment) throws IOException {
        process.launch(JAVA_OPTIONS, environment);
    }

    void awaitStarted() {
        await().atMost(LONGEST_START).until(this::isUp);
    }

    /** The application answers. */
    boolean isUp() {
        return process.answers(ANSWERS);
    }

    /** The name under which this process holds leases now. */
    String node() {
        return await().atMost(LONGEST_WAIT).until(() -> health(NODE), found -> found != null);
    }

    long lostLeases() {
        return Long.parseLong(
                await().atMost(LONGEST_WAIT).until(() -> health(LOST), found -> found != null));
    }

    private String health(Pattern pattern) {
        Matcher matcher = pattern.matcher(process.body("health/live"));
        return matcher.find() ? matcher.group(1) : null;
    }

    boolean isAlive() {
        return process.status("health/live") == 200;
    }

    boolean isReady() {
        return process.status("health/ready") == 200;
    }

    String name() {
        return process.name();
    }

    boolean isRunning() {
        return process.isRunning();
    }

    long pid() {
        return process.pid();
    }

    void kill() throws IOException {
        process.kill();
    }

    void terminate() throws IOException {
        process.terminate();
    }

    void freeze() throws IOException {
        process.freeze();
    }

    void thaw() throws IOException {
        process.thaw();
    }

    /** Only a WildFly can be suspended. */
    void suspend() throws IOException {
        ((WildFly) process).suspend();
    }

    void resume() throws IOException {
        ((WildFly) process).resume();
    }

    String get(String path) {
        return process.get(path);
    }

    String post(String path) {
        return process.post(path);
    }

    CompletableFuture<?> postAsync(String path) {
        return process.postAsync(path);
    }

    long logged(String text) throws IOException {
        return process.logged(text);
    }

    List<String> jcmd(String... command) throws IOException {
        return process.jcmd(command);
    }

    void close() throws IOException {
        process.close();
    }
}
