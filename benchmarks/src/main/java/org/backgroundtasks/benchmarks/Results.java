package org.backgroundtasks.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All values of a run, and the table of them. */
final class Results {

    private static final String LIMIT = "JDBC";
    private static final double MOST_SCATTER = 0.5;

    private final String ours;
    private final Map<Measure, Map<String, List<Double>>> values = new EnumMap<>(Measure.class);
    private final List<String> remarks = new ArrayList<>();

    /**
     * Collects.
     *
     * @param ours the name of the contender that is compared with all others
     */
    Results(String ours) {
        this.ours = ours;
    }

    void add(Measure measure, String contender, double value) {
        System.out.printf(
                Locale.ROOT, "%s, %s: %s%n", measure.title(), contender, text(measure, value));
        values.computeIfAbsent(measure, any -> new LinkedHashMap<>())
                .computeIfAbsent(contender, any -> new ArrayList<>())
                .add(value);
    }

    void remark(String text) {
        System.out.println(text);
        remarks.add(text);
    }

    /** Prints a table of medians and ratios, and writes it to a file. */
    void print(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        Set<String> others = new LinkedHashSet<>();
        values.values().forEach(all -> others.addAll(all.keySet()));
        others.remove(ours);
        others.remove(LIMIT);
        lines.add(
                "| | JDBC | %s | ratio | %s | to the best of these |"
                        .formatted(ours, String.join(" | ", others)));
        lines.add("|---|" + "---|".repeat(4 + others.size()));
        values.forEach((measure, all) -> lines.add(line(measure, all, others)));
        lines.add("");
        remarks.forEach(remark -> lines.add("- " + remark));
        lines.forEach(System.out::println);
        Files.write(file, lines);
    }

    private String line(Measure measure, Map<String, List<Double>> all, Set<String> others) {
        StringBuilder line = new StringBuilder("| ").append(measure.title());
        line.append(" | ").append(cell(measure, all.get(LIMIT)));
        line.append(" | ").append(cell(measure, all.get(ours)));
        line.append(" | ").append(ratio(measure, all));
        others.forEach(other -> line.append(" | ").append(cell(measure, all.get(other))));
        return line.append(" | ").append(toBestRival(measure, all)).append(" |").toString();
    }

    private String toBestRival(Measure measure, Map<String, List<Double>> all) {
        Comparator<List<Double>> byMedian = Comparator.comparingDouble(Results::median);
        return all.entrySet().stream()
                .filter(each -> !each.getKey().equals(LIMIT) && !each.getKey().equals(ours))
                .map(Map.Entry::getValue)
                .max(measure.isTime() ? byMedian.reversed() : byMedian)
                .flatMap(best -> Optional.ofNullable(all.get(ours)).map(mine -> ratio(mine, best)))
                .orElse("–");
    }

    private static String ratio(List<Double> mine, List<Double> other) {
        return scatter(other) > MOST_SCATTER || scatter(mine) > MOST_SCATTER
                ? "scattered"
                : String.format(Locale.ROOT, "%.2f", median(mine) / median(other));
    }

    private String ratio(Measure measure, Map<String, List<Double>> all) {
        Measure base = measure.comparedWith();
        String with = base == measure ? LIMIT : ours;
        List<Double> limit = values.getOrDefault(base, Map.of()).get(with);
        List<Double> mine = all.get(ours);
        if (limit == null || mine == null) {
            return "–";
        }
        String ratio = ratio(mine, limit);
        return base == measure ? ratio : ratio + " of \"" + base.title() + "\"";
    }

    private static String cell(Measure measure, List<Double> all) {
        if (all == null) {
            return "–";
        }
        return "%s (%s–%s)"
                .formatted(
                        text(measure, median(all)),
                        text(measure, all.stream().min(Double::compare).orElseThrow()),
                        text(measure, all.stream().max(Double::compare).orElseThrow()));
    }

    private static String text(Measure measure, double value) {
        return measure.isTime()
                ? String.format(Locale.ROOT, "%.1f ms", value)
                : String.format(Locale.ROOT, "%,.0f", value);
    }

    private static double scatter(List<Double> all) {
        double min = all.stream().min(Double::compare).orElseThrow();
        double max = all.stream().max(Double::compare).orElseThrow();
        return (max - min) / median(all);
    }

    private static double median(List<Double> all) {
        List<Double> sorted = all.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
