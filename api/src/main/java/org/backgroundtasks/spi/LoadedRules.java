package org.backgroundtasks.spi;

import java.util.Optional;
import java.util.ServiceLoader;

/** The implementation beside the API, looked for once. */
final class LoadedRules {

    static final Optional<ScheduleRules> RULES =
            ServiceLoader.load(ScheduleRules.class, LoadedRules.class.getClassLoader()).findFirst();

    private LoadedRules() {}
}
