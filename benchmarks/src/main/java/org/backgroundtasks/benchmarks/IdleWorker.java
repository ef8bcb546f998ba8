package org.backgroundtasks.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.backgroundtasks.servers.ServerProcess;

/** What a worker with nothing to do costs its server. */
final class IdleWorker {

    private static final long STILL_MILLIS = 5_000;

    private IdleWorker() {}

    /** Compares a node whose worker has nothing to do with one that has no worker. */
    static String cost(ServerProcess server, Duration idle) throws Exception {
        Cost with = cost(server, true, idle);
        Cost without = cost(server, false, idle);
        return String.format(
                Locale.ROOT,
                "a server with an idle worker: %.1f MB of live heap, %.2f %% CPU in %d s; without: %.1f MB, %.2f %%",
                with.bytes / 1e6,
                with.cpuPercent,
                idle.toSeconds(),
                without.bytes / 1e6,
                without.cpuPercent);
    }

    private static Cost cost(ServerProcess server, boolean hasWorker, Duration idle)
            throws Exception {
        Map<String, String> environment =
                Map.of("BACKGROUND_TASKS_WORKER_ENABLED", String.valueOf(hasWorker));
        try (Application application = Application.start(server, environment)) {
            application.enqueue("parked", 1, 1, 1);
            Thread.sleep(STILL_MILLIS);
            long before = cpuTicks(server);
            Thread.sleep(idle.toMillis());
            // A tick is a hundredth of a second.
            double cpu = (cpuTicks(server) - before) * 10.0 / idle.toMillis() * 100;
            return new Cost(application.liveBytes(), cpu);
        }
    }

    private static long cpuTicks(ServerProcess server) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + server.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private record Cost(long bytes, double cpuPercent) {}
}
