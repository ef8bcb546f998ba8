package org.backgroundtasks.internal.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import org.junit.jupiter.api.Test;

class ErrorTextTest {

    @Test
    void has_the_stack_trace_and_the_causes() {
        String text = ErrorText.of(new IllegalStateException("outer", new IOException("inner")));

        assertThat(text)
                .startsWith("java.lang.IllegalStateException: outer")
                .contains(
                        "at " + ErrorTextTest.class.getName(),
                        "Caused by: java.io.IOException: inner");
    }

    @Test
    void has_an_end() {
        String text = ErrorText.of(new IllegalStateException("😀".repeat(100_000)));

        assertThat(text).hasSize(16_000);
        assertThat(text).endsWith("... (cut)");
    }

    @Test
    void has_no_character_that_a_database_refuses() {
        String text = ErrorText.of(new IllegalStateException("a\u0000b\ud800c"));

        assertThat(text).contains("a?b?c");
    }

    @Test
    void is_ascii_where_it_must_be() {
        assertThat(ErrorText.plain("für 😀")).isEqualTo("f?r ?");
    }

    @Test
    void survives_an_exception_that_throws() {
        class Hostile extends RuntimeException {
            private static final long serialVersionUID = 1L;

            @Override
            public void printStackTrace(PrintWriter writer) {
                throw new IllegalStateException("no");
            }
        }

        assertThat(ErrorText.of(new Hostile())).contains("Hostile");
    }
}
