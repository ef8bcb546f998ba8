package org.backgroundtasks.internal.config;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/** Reads single values, and notes the ones that break their rule. */
final class ConfigValues {

    private final Config config;
    private final List<String> problems;

    ConfigValues(Config config, List<String> problems) {
        this.config = config;
        this.problems = problems;
    }

    Iterable<String> names() {
        return config.getPropertyNames();
    }

    void problem(String message) {
        problems.add(message);
    }

    Optional<String> text(String name) {
        ConfigValue value = config.getConfigValue(name);
        String text = value.getValue() == null ? "" : value.getValue().strip();
        String raw = value.getRawValue();
        if (text.isEmpty() && raw != null && raw.contains("${")) {
            problems.add(
                    ConfigMessages.MESSAGES.wrongValue(name, raw, "the expression has no value"));
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    <T> Optional<T> find(String name, Rule<T> rule) {
        return text(name).flatMap(text -> judged(name, text, rule));
    }

    <T> Optional<T> find(Key<T> key) {
        return find(key.name(), key.rule());
    }

    <T> T get(Key<T> key) {
        return find(key).orElseGet(() -> defaultOf(key));
    }

    private <T> Optional<T> judged(String name, String text, Rule<T> rule) {
        try {
            return Optional.of(rule.read(text));
        } catch (Rule.Violation violation) {
            problems.add(ConfigMessages.MESSAGES.wrongValue(name, text, violation.expectation()));
            return Optional.empty();
        }
    }

    private static <T> T defaultOf(Key<T> key) {
        try {
            return key.rule().read(key.defaultValue());
        } catch (Rule.Violation e) {
            throw new AssertionError("the default of " + key.name(), e);
        }
    }
}
