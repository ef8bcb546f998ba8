package org.backgroundtasks.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.backgroundtasks.servers.Folders;
import org.backgroundtasks.servers.Postgres;

/** Measures what is asked for, on the servers that are asked for, and prints a table for each. */
public final class Benchmark {

    private static final String CHOSEN = System.getProperty("benchmark.measures", "");
    private static final int WORKERS = 10;
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final Path work = Path.of(System.getProperty("work")).toAbsolutePath();
    private final double scale = Double.parseDouble(System.getProperty("benchmark.scale"));
    private final int rounds = Integer.getInteger("benchmark.rounds");
    private final List<Measure> measures = chosenMeasures();
    private final List<String> servers =
            List.of(System.getProperty("benchmark.servers").split(","));
    private final boolean hasRivals = !Boolean.getBoolean("benchmark.alone");

    private Benchmark() {}

    /** Reads what to do from system properties. */
    public static void main(String[] arguments) throws Exception {
        new Benchmark().run();
    }

    private static List<Measure> chosenMeasures() {
        return isComplete()
                ? List.of(Measure.values())
                : Arrays.stream(CHOSEN.split(",")).map(Measure::of).toList();
    }

    private void run() throws Exception {
        Folders.emptied(work);
        if (isComplete()) {
            PureJava.measure(scale).forEach(System.out::println);
        }
        for (String server : servers) {
            Path folder = work.resolve(server);
            try (Database database =
                    new Database(folder.resolve("postgres"), Integer.getInteger("postgres.port"))) {
                Results results = new Results(server);
                run(server, new Servers(folder, database.postgres().port()), database, results);
                results.print(work.resolve("../benchmark-%s.md".formatted(server)));
            }
        }
    }

    private void run(String server, Servers processes, Database database, Results results)
            throws Exception {
        Postgres postgres = database.postgres();
        try (JdbcLimit jdbc = new JdbcLimit(postgres, WORKERS);
                DbScheduler dbScheduler = new DbScheduler(postgres, WORKERS);
                JobRunrLibrary jobRunr = new JobRunrLibrary(postgres);
                QuartzLibrary quartz = new QuartzLibrary(postgres, WORKERS);
                OneNode ours = new OneNode(server, processes.prepare(server, 1), postgres)) {
            measure(
                    hasRivals
                            ? List.of(jdbc, ours, dbScheduler, jobRunr, quartz, ours.timers())
                            : List.of(jdbc, ours),
                    database,
                    results);
            if (isComplete()) {
                Duration idle =
                        Duration.ofMillis(Math.max(6_000, (long) (IDLE.toMillis() * scale)));
                ours.observations(postgres).all(idle).forEach(results::remark);
            }
        }
        if (measures.stream().anyMatch(Measure::isOfTwoNodes)) {
            try (TwoNodes two =
                    new TwoNodes(
                            server,
                            processes.prepare(server, 1),
                            processes.prepare(server, 2),
                            postgres)) {
                measure(List.of(two), database, results);
            }
        }
    }

    private static boolean isComplete() {
        return CHOSEN.isBlank();
    }

    private void measure(List<Contender> contenders, Database database, Results results)
            throws Exception {
        for (Measure measure : measures) {
            // The first one only warms up.
            for (int round = 0; round <= rounds; round++) {
                for (Contender contender : contenders) {
                    Contender.Trial trial = contender.trials().get(measure);
                    if (trial == null) {
                        continue;
                    }
                    database.settle();
                    double share = round == 0 ? scale / 4 : scale;
                    double value = trial.run(contender.tasks(measure, share));
                    if (round > 0) {
                        results.add(measure, contender.name(), value);
                    }
                }
            }
        }
    }
}
