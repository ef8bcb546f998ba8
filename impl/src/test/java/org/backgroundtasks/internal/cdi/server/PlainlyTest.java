package org.backgroundtasks.internal.cdi.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class PlainlyTest {

    @Test
    void a_failure_is_told_in_one_line_with_its_causes_each_once() {
        Throwable failure =
                new IllegalStateException(
                        "The database failed to answer",
                        new RuntimeException(
                                "java.io.IOException: refused\n  by localhost:5432",
                                new IOException("refused\nby localhost:5432")));

        assertThat(Plainly.why(failure))
                .isEqualTo(
                        "The database failed to answer; java.io.IOException: refused by localhost:5432");
    }

    @Test
    void a_failure_without_a_text_is_told_by_its_name_and_a_circle_has_an_end() {
        Exception one = new IllegalStateException();
        one.initCause(new IOException("inner", one));

        assertThat(Plainly.why(one)).isEqualTo("java.lang.IllegalStateException; inner");
    }

    @Test
    void where_there_is_no_level_of_its_own_it_is_information() {
        Logger logger = Logger.getLogger("org.backgroundtasks");
        List<Level> levels = new CopyOnWriteArrayList<>();
        Filter before = logger.getFilter();
        logger.setFilter(one -> levels.add(one.getLevel()));
        try {
            Plainly.announce("started");
        } finally {
            logger.setFilter(before);
        }
        assertThat(levels).containsExactly(Level.INFO);
    }
}
