package org.backgroundtasks.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs JMH in a process of its own. */
final class PureJava {

    private PureJava() {}

    static List<String> measure(double scale) throws RunnerException {
        TimeValue time = TimeValue.milliseconds((long) Math.max(50, 2_000 * scale));
        Iterable<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .include("org.backgroundtasks.benchmarks.pure.*")
                                        .mode(Mode.AverageTime)
                                        .timeUnit(TimeUnit.MICROSECONDS)
                                        .forks(1)
                                        .warmupIterations(scale < 1 ? 1 : 5)
                                        .warmupTime(time)
                                        .measurementIterations(scale < 1 ? 1 : 5)
                                        .measurementTime(time)
                                        .shouldFailOnError(true)
                                        .build())
                        .run();
        List<String> lines = new ArrayList<>();
        for (RunResult result : results) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%s: %.2f µs",
                            result.getParams()
                                    .getBenchmark()
                                    .replace("org.backgroundtasks.benchmarks.pure.", ""),
                            result.getPrimaryResult().getScore()));
        }
        return lines;
    }
}
