package org.backgroundtasks.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.backgroundtasks.servers.ServerProcess;

/** What lives in the heap of a server. */
final class Memory {

    private static final long STILL_MILLIS = 5_000;

    private Memory() {}

    /** Compares a node whose worker has nothing to do with one that has no worker. */
    static String ofIdleWorker(ServerProcess server) throws Exception {
        long with = live(server, true);
        long without = live(server, false);
        return String.format(
                Locale.ROOT,
                "an idle worker adds %.1f MB to the live heap of the server (%.1f MB without)",
                (with - without) / 1e6,
                without / 1e6);
    }

    private static long live(ServerProcess server, boolean hasWorker) throws Exception {
        Map<String, String> environment =
                Map.of("BACKGROUND_TASKS_WORKER_ENABLED", String.valueOf(hasWorker));
        try (Application application = Application.start(server, environment)) {
            application.enqueue("parked", 1, 1, 1);
            Thread.sleep(STILL_MILLIS);
            return live(application.server());
        }
    }

    /** How many bytes live. */
    static long live(ServerProcess server) throws IOException {
        // The second one finds what the first has made unreachable by finalizers and cleaners.
        ofObjects(server);
        return ofObjects(server);
    }

    /** The last line of the histogram of live objects; taking it collects the garbage. */
    private static long ofObjects(ServerProcess server) throws IOException {
        List<String> histogram = server.jcmd("GC.class_histogram");
        String[] total = histogram.get(histogram.size() - 1).trim().split("\\s+");
        return Long.parseLong(total[2]);
    }
}
