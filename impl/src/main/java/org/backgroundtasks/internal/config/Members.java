package org.backgroundtasks.internal.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The members of an annotation on one method: configuration before annotation. */
final class Members {

    private static final long LONGEST_SECONDS = 100L * 365 * 24 * 60 * 60;

    private final ConfigValues values;
    private final String annotation;
    private final String method;
    private final String prefix;

    /**
     * Makes them readable.
     *
     * @param method as messages name it
     * @param prefix of the keys
     */
    Members(ConfigValues values, String annotation, String method, String prefix) {
        this.values = values;
        this.annotation = annotation;
        this.method = method;
        this.prefix = prefix;
    }

    String method() {
        return method;
    }

    /** The key of a member. */
    String key(String member) {
        return prefix + member;
    }

    boolean isConfigured(String member) {
        return values.text(key(member)).isPresent();
    }

    Duration seconds(String member, long declared) {
        return seconds(member, declared, LONGEST_SECONDS);
    }

    Duration seconds(String member, long declared, long most) {
        return Duration.ofSeconds(get(member, String.valueOf(declared), Rule.seconds(0, most), 0L));
    }

    /**
     * The configured values, or else the declared ones, or else, with a problem noted, those of
     * them that are right.
     */
    <T> List<T> list(String member, String[] declared, Rule<T> rule) {
        return isConfigured(member)
                ? values.find(key(member), Rule.listOf(rule)).orElse(List.of())
                : Stream.of(declared).flatMap(one -> declared(member, one, rule).stream()).toList();
    }

    /**
     * The configured value, or else the declared one, or else, with a problem noted, a harmless
     * one.
     */
    <T> T get(String member, String declared, Rule<T> rule, T harmless) {
        return find(member, declared, rule).orElse(harmless);
    }

    /** The configured value, or else the declared one, or else, with a problem noted, none. */
    <T> Optional<T> find(String member, String declared, Rule<T> rule) {
        return isConfigured(member)
                ? values.find(key(member), rule)
                : declared(member, declared, rule);
    }

    private <T> Optional<T> declared(String member, String text, Rule<T> rule) {
        try {
            return Optional.of(rule.read(text));
        } catch (Rule.Violation violation) {
            values.problem(
                    ConfigMessages.MESSAGES.wrongMember(
                            annotation,
                            member,
                            text,
                            method,
                            violation.expectation(),
                            key(member)));
            return Optional.empty();
        }
    }
}
