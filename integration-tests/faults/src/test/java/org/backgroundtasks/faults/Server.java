package org.backgroundtasks.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.backgroundtasks.servers.OpenLiberty;

/** An Open Liberty process with the application that is to survive. */
final class Server extends OpenLiberty {

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

    Server(String name, Path userFolder, int port, int postgresPort) throws IOException {
        super(
                name,
                Path.of(System.getProperty("server.home")),
                Path.of(System.getProperty("server.config")),
                Path.of(System.getProperty("driver")),
                userFolder,
                port,
                postgresPort,
                List.of());
    }

    @Override
    public void deploy(Path war) throws IOException {
        deploy(war, WAR);
    }

    void undeploy() throws IOException {
        undeploy(WAR);
        await().atMost(Duration.ofSeconds(60)).until(() -> status(ANSWERS) != 200);
    }

    /** Starts the process, and does not wait for it. */
    void launch(Map<String, String> environment) throws IOException {
        launch(JAVA_OPTIONS, environment);
    }

    void awaitStarted() {
        await().atMost(LONGEST_START).until(this::isUp);
    }

    /** The application answers. */
    boolean isUp() {
        return answers(ANSWERS);
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
        Matcher matcher = pattern.matcher(body("health/live"));
        return matcher.find() ? matcher.group(1) : null;
    }

    boolean isAlive() {
        return status("health/live") == 200;
    }

    boolean isReady() {
        return status("health/ready") == 200;
    }
}
