package org.backgroundtasks.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.servers.ServerProcess;

/** The measured application on a server process. */
final class Application implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final String ROOT = "benchmark/";

    private final ServerProcess server;

    private Application(ServerProcess server) {
        this.server = server;
    }

    /** Starts a server and waits until the application answers. */
    static Application start(ServerProcess server, Map<String, String> environment)
            throws Exception {
        String options = "-Xmx1g " + System.getProperty("benchmark.java.options", "");
        server.launch(List.of(options.trim().split(" +")), environment);
        Application application = new Application(server);
        Waiting.until(LONGEST_START, () -> server.answers(ROOT + "done"));
        return application;
    }

    ServerProcess server() {
        return server;
    }

    /** Returns how many nanoseconds it took. */
    long enqueue(String job, int threads, int count, int atOnce) {
        return Long.parseLong(
                server.post(
                        ROOT
                                + "enqueue?job=%s&threads=%d&count=%d&at-once=%d"
                                        .formatted(job, threads, count, atOnce)));
    }

    /** Creates persistent EJB timers; returns how many nanoseconds it took. */
    long createTimers(int threads, int count, int atOnce, long due) {
        return Long.parseLong(
                server.post(
                        ROOT
                                + "timers?threads=%d&count=%d&at-once=%d&due=%d"
                                        .formatted(threads, count, atOnce, due)));
    }

    long timersDone() {
        return Long.parseLong(server.get(ROOT + "timers"));
    }

    /** When a timer expired last, in milliseconds of the epoch. */
    long lastTimer() {
        return Long.parseLong(server.get(ROOT + "last-timer"));
    }

    /** How many tasks have run there. */
    long done() {
        return Long.parseLong(server.get(ROOT + "done"));
    }

    /** Enqueues now and then. */
    void enqueueNowAndThen(int count) {
        server.post(ROOT + "pickups?count=" + count);
    }

    /** How long the tasks that were enqueued now and then have waited, sorted; and forgets it. */
    double[] takeWaits() {
        return Arrays.stream(server.post(ROOT + "picked").split(" "))
                .filter(text -> !text.isEmpty())
                .mapToDouble(micros -> Long.parseLong(micros) / 1_000.0)
                .sorted()
                .toArray();
    }

    /** How many bytes live in the heap of the server. */
    long liveBytes() throws IOException {
        // The second one finds what the first has made unreachable by finalizers and cleaners.
        bytesOfObjects();
        return bytesOfObjects();
    }

    /** The last line of the histogram of live objects; taking it collects the garbage. */
    private long bytesOfObjects() throws IOException {
        List<String> histogram = server.jcmd("GC.class_histogram");
        String[] total = histogram.get(histogram.size() - 1).trim().split("\\s+");
        return Long.parseLong(total[2]);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
