package org.backgroundtasks.internal.config;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.internal.task.Backoff;
import org.eclipse.microprofile.config.Config;

/** Reads {@link Settings}. */
public final class SettingsReader {

    /** What a pool of 20 connections bears, which is WildFly's. */
    private static final int USUAL_MAX_CONCURRENCY = 12;

    private final ConfigValues values;

    /**
     * Reads from a configuration.
     *
     * @param problems receives a coded message for each wrong or unknown value
     */
    public SettingsReader(Config config, List<String> problems) {
        values = new ConfigValues(config, problems);
    }

    public Settings read() {
        QueueSettings queues = new QueueSettings(values);
        for (String name : values.names()) {
            if (name.startsWith(Key.PREFIX) && !Key.isKnown(name)) {
                readQueueKey(name, queues);
            }
        }
        readEnvironment();
        sayMisspeltBeginnings();
        return new Settings(
                new StoreSettings(
                        values.get(Key.DATASOURCE),
                        values.get(Key.SCHEMA),
                        values.find(Key.DATABASE_SCHEMA).orElse(null),
                        values.find(Key.APPLICATION).orElse("")),
                worker(queues),
                values.get(Key.NOTIFY),
                values.get(Key.VIRTUAL_THREADS),
                values.get(Key.MAX_ATTEMPTS),
                values.get(Key.MAX_ARGUMENT_SIZE),
                values.get(Key.ZONE));
    }

    private WorkerSettings worker(QueueSettings queues) {
        int concurrency = values.get(Key.CONCURRENCY);
        return new WorkerSettings(
                values.get(Key.WORKER_ENABLED),
                Set.copyOf(values.find(Key.WORKER_QUEUES).orElse(List.of())),
                concurrency,
                queues.concurrency(),
                queues.limits(),
                queues.weights(),
                values.find(Key.MAX_CONCURRENCY)
                        .orElseGet(() -> usual(concurrency, queues.concurrency().values())),
                values.get(Key.POLL_INTERVAL),
                values.get(Key.LEASE),
                values.get(Key.MAX_LOSSES),
                values.get(Key.MAX_SNOOZES),
                new Backoff(
                        values.find(Key.BACKOFF).orElse(List.of()), values.get(Key.BACKOFF_JITTER)),
                values.get(Key.SHUTDOWN_TIMEOUT),
                new WorkerSettings.Retention(
                        values.get(Key.RETENTION_SUCCEEDED),
                        values.get(Key.RETENTION_FAILED),
                        values.get(Key.RETENTION_OCCURRENCES),
                        values.get(Key.RETENTION_OCCURRENCE_ROWS)));
    }

    /** What is like no key may be meant for something else, such as a service of that name. */
    private void readEnvironment() {
        for (String stray : EnvironmentNames.strays(values.names())) {
            String meant = EnvironmentNames.meant(stray);
            if (meant.isEmpty()) {
                ConfigLog.LOG.strayVariable(stray);
            } else {
                values.problem(ConfigMessages.MESSAGES.unknownKey(stray, meant));
            }
        }
    }

    /** Nobody looks for what begins with another word; it may be meant for something else. */
    private void sayMisspeltBeginnings() {
        Set<String> said = new HashSet<>();
        Set<String> all = new LinkedHashSet<>();
        values.names().forEach(all::add);
        for (String name : all) {
            boolean isOfProfile = name.startsWith("%");
            boolean isOurs =
                    name.startsWith(Key.PREFIX) || EnvironmentNames.isOurVariable(name, all);
            if (!isOfProfile && !isOurs) {
                String meant = Key.meant(name) + EnvironmentNames.meant(name);
                // Servers may list a variable in several spellings.
                if (!meant.isEmpty() && said.add(EnvironmentNames.spelt(name))) {
                    ConfigLog.LOG.misspelt(name, meant);
                }
            }
        }
    }

    /** As much as is asked for in any one queue. */
    private static int usual(int concurrency, Collection<Integer> queueConcurrency) {
        return queueConcurrency.stream()
                .reduce(Math.max(USUAL_MAX_CONCURRENCY, concurrency), Math::max);
    }

    private void readQueueKey(String name, QueueSettings queues) {
        if (!queues.read(name)) {
            String meant = Key.meant(name);
            values.problem(
                    ConfigMessages.MESSAGES.unknownKey(
                            name, meant.isEmpty() ? "; known are: " + Key.known() : meant));
        }
    }
}
