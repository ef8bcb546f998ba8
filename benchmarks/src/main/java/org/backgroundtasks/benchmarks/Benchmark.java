package org.backgroundtasks.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.backgroundtasks.servers.Folders;
import org.backgroundtasks.servers.Postgres;

/** Measures what is asked for, on the servers that are asked for, and prints a table for each. */
public final class Benchmark {

    /** How long trials are; 1 where they are long enough to tell anything. */
    static final double SCALE = Double.parseDouble(System.getProperty("benchmark.scale"));

    private static final String CHOSEN = System.getProperty("benchmark.measures", "");
    private static final int WORKERS = 10;

    /** Several intervals of polling, however briefly all else is measured. */
    private static final Duration IDLE = minute(12);

    private static final int MOST_WARM_UPS = Integer.getInteger("benchmark.warm-ups");
    private static final double WORTH_ANOTHER = 1.05;

    private final Path work = Path.of(System.getProperty("work")).toAbsolutePath();
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
        List<String> pure = isComplete() ? PureJava.measure(SCALE) : List.of();
        for (String server : servers) {
            Path folder = work.resolve(server);
            try (Database database =
                    new Database(folder.resolve("postgres"), Integer.getInteger("postgres.port"))) {
                Results results = new Results(server);
                pure.forEach(results::remark);
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
                    only(measures, measure -> !measure.isOfTwoNodes()),
                    hasRivals
                            ? List.of(jdbc, ours, dbScheduler, jobRunr, quartz, ours.timers())
                            : List.of(jdbc, ours),
                    database,
                    results);
            if (isComplete()) {
                ours.observations(postgres).all(IDLE).forEach(results::remark);
            }
        }
        if (isComplete()) {
            results.remark(IdleWorker.cost(processes.prepare(server, 1), minute(2)));
        }
        List<Measure> ofTwoNodes = only(measures, Measure::isOfTwoNodes);
        if (!ofTwoNodes.isEmpty()) {
            try (TwoNodes two =
                    new TwoNodes(
                            server,
                            processes.prepare(server, 1),
                            processes.prepare(server, 2),
                            postgres)) {
                measure(
                        only(ofTwoNodes, measure -> !measure.isTime()),
                        List.of(two),
                        database,
                        results);
                // For the pickups, the second one is started anew.
                measure(only(ofTwoNodes, Measure::isTime), List.of(two), database, results);
                results.remark(two.waits());
            }
        }
    }

    private static List<Measure> only(List<Measure> all, Predicate<Measure> wanted) {
        return all.stream().filter(wanted).toList();
    }

    /** A minute, or what the scale leaves of it. */
    private static Duration minute(int leastSeconds) {
        return Duration.ofMillis(Math.max(leastSeconds * 1_000L, (long) (60_000 * SCALE)));
    }

    private static boolean isComplete() {
        return CHOSEN.isBlank();
    }

    /** In rounds, so that what is compared is measured within minutes, and by turns. */
    private void measure(
            List<Measure> measures, List<Contender> contenders, Database database, Results results)
            throws Exception {
        for (Measure measure : measures) {
            for (Contender contender : contenders) {
                if (measure.needsWarmUp() && contender.trials().containsKey(measure)) {
                    warmUp(contender, measure, database);
                }
            }
        }
        List<Contender> turns = new ArrayList<>(contenders);
        for (int round = 0; round < rounds; round++) {
            for (Measure measure : measures) {
                for (Contender contender : turns) {
                    if (contender.trials().containsKey(measure)) {
                        results.add(measure, contender.name(), once(contender, measure, database));
                    }
                }
            }
            Collections.rotate(turns, 1);
        }
    }

    /**
     * Repeats a trial until two in a row were no faster than the best before: what runs often is
     * compiled meanwhile, by threads that share the processors with all else.
     */
    private void warmUp(Contender contender, Measure measure, Database database) throws Exception {
        double best = Double.NaN;
        int inVain = 0;
        for (int i = 0; i < MOST_WARM_UPS && inVain < 2; i++) {
            double value = once(contender, measure, database);
            double gain = measure.isTime() ? best / value : value / best;
            inVain = gain < WORTH_ANOTHER ? inVain + 1 : 0;
            best = gain < 1 ? best : value;
        }
    }

    private double once(Contender contender, Measure measure, Database database) throws Exception {
        database.settle();
        return contender.trials().get(measure).run(contender.tasks(measure, SCALE));
    }
}
