package org.backgroundtasks.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.bind.annotation.JsonbDateFormat;
import jakarta.json.bind.annotation.JsonbNumberFormat;
import jakarta.json.bind.spi.JsonbProvider;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.apache.johnzon.jsonb.JohnzonProvider;
import org.backgroundtasks.TaskArgumentException;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one node writes, another reads, whatever the locales of their JVMs. */
class FormatsTest {

    public record Grouped(@JsonbNumberFormat("#,##0.###") double number) {}

    public record Named(@JsonbDateFormat("d. MMMM uuuu") LocalDate day) {}

    public record Week(@JsonbDateFormat("YYYY-'W'ww-e") LocalDate day) {}

    public record Fixed(
            @JsonbNumberFormat(value = "#,##0.###", locale = "en") double number,
            @JsonbDateFormat("dd.MM.uuuu") LocalDate day) {}

    public static class Inherited extends Base {}

    public abstract static class Base {
        private double number = 1234.5;

        @JsonbNumberFormat("#,##0.0")
        public double getNumber() {
            return number;
        }

        public void setNumber(double number) {
            this.number = number;
        }
    }

    public record Holder(List<Grouped> all) {}

    @SuppressWarnings("unused")
    static class Parameters {
        void grouped(Grouped a) {}

        void holder(Holder a) {}

        void inherited(Inherited a) {}

        void named(Named a) {}

        void week(Week a) {}

        void fixed(Fixed a) {}
    }

    private static final LocalDate DAY = LocalDate.of(2026, 3, 29);
    private static final Fixed FIXED = new Fixed(1234.5, DAY);

    private final Locale usual = Locale.getDefault();

    @AfterEach
    void asUsual() {
        Locale.setDefault(usual);
    }

    private static Object argument(String method) {
        return switch (method) {
            case "grouped" -> new Grouped(1234.5);
            case "holder" -> new Holder(List.of(new Grouped(1234.5)));
            case "inherited" -> new Inherited();
            case "named" -> new Named(DAY);
            case "week" -> new Week(DAY);
            default -> FIXED;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"grouped", "holder", "inherited", "named", "week"})
    void a_provider_that_takes_the_locale_of_the_jvm_is_not_left_to_it(String method) {
        Locale.setDefault(Locale.GERMANY);
        TaskDefinition task = Tasks.of(Parameters.class, method);

        assertThatThrownBy(() -> johnzon().write(task, new Object[] {argument(method)}))
                .isInstanceOf(TaskArgumentException.class)
                .hasMessageStartingWith("BGTASK000108")
                .hasMessageContaining("de_DE");
    }

    @Test
    void nor_is_it_when_it_reads() {
        Locale.setDefault(Locale.US);
        TaskDefinition task = Tasks.of(Parameters.class, "grouped");
        String json = johnzon().write(task, new Object[] {new Grouped(1234.5)});
        Locale.setDefault(Locale.GERMANY);

        assertThatThrownBy(() -> johnzon().read(task, json)).hasMessageStartingWith("BGTASK000108");
    }

    @Test
    void formats_that_say_all_themselves_are_let_alone() {
        TaskDefinition task = Tasks.of(Parameters.class, "fixed");
        Locale.setDefault(Locale.GERMANY);
        String json = johnzon().write(task, new Object[] {FIXED});
        Locale.setDefault(Locale.US);

        assertThat(johnzon().read(task, json)).containsExactly(FIXED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grouped", "holder", "named", "week", "fixed"})
    void the_usual_provider_takes_the_locale_that_it_is_told(String method) {
        TaskDefinition task = Tasks.of(Parameters.class, method);
        Locale.setDefault(Locale.GERMANY);
        String json = codec(JsonbProvider.provider()).write(task, new Object[] {argument(method)});
        Locale.setDefault(Locale.US);

        assertThat(codec(JsonbProvider.provider()).read(task, json))
                .containsExactly(argument(method));
    }

    private static ArgumentCodec johnzon() {
        return codec(new JohnzonProvider());
    }

    private static ArgumentCodec codec(JsonbProvider provider) {
        return new ArgumentCodec(1_000, provider);
    }
}
