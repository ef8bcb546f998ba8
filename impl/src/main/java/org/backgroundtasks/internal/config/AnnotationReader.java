package org.backgroundtasks.internal.config;

import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** Resolves the members of an annotation of methods: configuration before annotation. */
public abstract sealed class AnnotationReader
        permits OptionsReader, RecurringReader, UniqueReader, LimitReader, FairReader {

    final ConfigValues values;
    final AnnotationKeys keys;

    /**
     * Reads from a configuration.
     *
     * @param problems receives a coded message for each wrong or unknown value
     */
    AnnotationReader(Config config, List<String> problems, String annotation, Set<String> members) {
        this.values = new ConfigValues(config, problems);
        this.keys = new AnnotationKeys(values, annotation, members);
    }

    /**
     * Keys in the form of an override whose method was not read. They may be another application's,
     * so they are no error.
     */
    public final List<String> strayKeys() {
        return keys.strayKeys().toList();
    }

    /** Notes a problem for each override of a class that was read whose method was not. */
    public final void checkMethods() {
        keys.checkMethods();
    }
}
