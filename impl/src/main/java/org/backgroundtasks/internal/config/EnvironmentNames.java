package org.backgroundtasks.internal.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Environment variables that look like keys of ours and are none. MicroProfile Config asks the
 * environment for the keys that it is asked for, with each other character replaced by an
 * underscore, and lists what is there as it is spelt there.
 */
final class EnvironmentNames {

    private static final String PREFIX = spelt(Key.PREFIX);

    private EnvironmentNames() {}

    /** A key as the environment spells it. */
    static String spelt(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** Whether a name begins as ours do. */
    static boolean isOurs(String name) {
        return name.startsWith(PREFIX);
    }

    /**
     * Whether a name is a variable of the environment that begins as ours do, in whatever spelling:
     * Open Liberty lists {@code background.tasks.lease} beside {@code BACKGROUND_TASKS_LEASE}.
     */
    static boolean isOurVariable(String name, Set<String> names) {
        return isOurs(name) || isOurs(spelt(name)) && names.contains(spelt(name));
    }

    /** Those of some names that stand for no key. */
    static List<String> strays(Iterable<String> names) {
        Set<String> known =
                StreamSupport.stream(names.spliterator(), false)
                        .filter(name -> name.startsWith(Key.PREFIX))
                        .map(EnvironmentNames::spelt)
                        .collect(Collectors.toSet());
        Key.names().stream().map(EnvironmentNames::spelt).forEach(known::add);
        return StreamSupport.stream(names.spliterator(), false)
                .filter(EnvironmentNames::isOurs)
                .filter(name -> !known.contains(name))
                .sorted()
                .distinct()
                .toList();
    }

    /** The key that may be meant, as the environment spells it, as a question; empty if none is. */
    static String meant(String stray) {
        return Key.meant(stray, Key.names().stream().map(EnvironmentNames::spelt));
    }
}
