package org.backgroundtasks.benchmarks;

import java.util.Map;

/** Something that is measured, alone or beside others. */
interface Contender extends AutoCloseable {

    String name();

    /** How fast it is, roughly, beside others; so that each of its trials takes a few seconds. */
    default double pace() {
        return 1;
    }

    /** How many tasks a trial of it has. */
    default int tasks(Measure measure, double scale) {
        return measure.tasks(scale * (measure.isTime() ? 1 : pace()));
    }

    /** What it can do of all that is measured. */
    Map<Measure, Trial> trials();

    @Override
    void close() throws Exception;

    /** One measurement. */
    interface Trial {

        /**
         * Measures.
         *
         * @param tasks how many
         * @return tasks per second
         */
        double run(int tasks) throws Exception;
    }
}
