package org.backgroundtasks.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.backgroundtasks.TaskArgumentException;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentCodecTest {

    public enum Color {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "not the name";
            }
        }
    }

    public record Point(int x, String label) {}

    public record Line(
            Point from, List<Point> via, Map<String, Point> named, Color color, Integer width) {}

    public static class Bean {
        public String name;
        public List<Point> points;

        @Override
        public boolean equals(Object other) {
            return other instanceof Bean bean
                    && name.equals(bean.name)
                    && points.equals(bean.points);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    public static class SpecialBean extends Bean {
        public String extra;
    }

    public record OlderPoint(int x) {}

    public record NewerPoint(int x, String label, boolean filled) {}

    public static class Forgetful {
        private String kept;

        void keep(String text) {
            kept = text;
        }

        public String getKept() {
            return kept;
        }
    }

    /** One parameter for each kind of type. */
    @SuppressWarnings("unused")
    static class Parameters {
        void primitives(int a, long b, double c, float d, char e, byte f, short g, boolean h) {}

        void texts(String a, Character b, UUID c, Color d) {}

        void numbers(BigDecimal a, BigDecimal b, Double c, Float d, Long e) {}

        void times(Instant a, LocalDate b, ZonedDateTime c, Duration d, ZoneId e, Year f) {}

        void values(Point a, Line b, Bean c) {}

        void collections(
                List<Point> a,
                Map<String, Point> b,
                Map<Color, List<Integer>> c,
                Map<Long, String> d,
                List<Year> e) {}

        void arrays(int[] a, Point[] b, byte[] c, int[][] d, String[] e) {}

        void nulls(String a, Integer b, Point c, List<String> d) {}

        void text(String a) {}

        void bean(Bean a) {}

        void number(int a) {}

        void beans(List<Bean> a) {}

        void forgetful(Forgetful a) {}

        void map(Map<String, Point> a) {}

        void zero(double a) {}

        void older(List<OlderPoint> a) {}

        void points(List<Point> a) {}

        void newer(List<NewerPoint> a) {}

        void unordered(Set<String> a, Map<String, Double> b, Set<Double> c) {}
    }

    private final ArgumentCodec codec = new ArgumentCodec(1 << 20);

    static Stream<Arguments> equal_values_come_back() {
        Point point = new Point(1, "ä😀\"\\\n\u0001");
        Map<String, Point> nullable = new HashMap<>();
        nullable.put("none", null);
        nullable.put("", point);
        Bean bean = new Bean();
        bean.name = "b";
        bean.points = Arrays.asList(point, null);
        return Stream.of(
                Arguments.of(
                        "primitives",
                        new Object[] {
                            -1,
                            Long.MIN_VALUE,
                            0.1,
                            Float.MIN_VALUE,
                            'ß',
                            (byte) -128,
                            (short) 7,
                            true
                        }),
                Arguments.of("texts", new Object[] {"", '"', UUID.randomUUID(), Color.GREEN}),
                Arguments.of(
                        "numbers",
                        new Object[] {
                            new BigDecimal("1.10"),
                            new BigDecimal("1E+400"),
                            1e300,
                            0.1f,
                            Long.MAX_VALUE
                        }),
                Arguments.of(
                        "times",
                        new Object[] {
                            Instant.parse("2026-01-01T00:00:00.123456789Z"),
                            LocalDate.of(2028, 2, 29),
                            ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"))
                                    .withLaterOffsetAtOverlap(),
                            Duration.ofNanos(-1),
                            ZoneId.of("America/New_York"),
                            Year.of(2026)
                        }),
                Arguments.of(
                        "values",
                        new Object[] {
                            point, new Line(point, List.of(point), nullable, Color.RED, null), bean
                        }),
                Arguments.of(
                        "collections",
                        new Object[] {
                            Arrays.asList(point, null),
                            nullable,
                            Map.of(Color.GREEN, List.of(1, 2)),
                            Map.of(Long.MAX_VALUE, "x"),
                            List.of(Year.of(1))
                        }),
                Arguments.of(
                        "arrays",
                        new Object[] {
                            new int[] {1, 2},
                            new Point[] {point, null},
                            new byte[] {-128, 127},
                            new int[][] {{1}, {}},
                            new String[] {"a", null}
                        }),
                Arguments.of("nulls", new Object[] {null, null, null, null}));
    }

    @ParameterizedTest
    @MethodSource
    void equal_values_come_back(String method, Object[] arguments) {
        TaskDefinition task = task(method);

        Object[] back = codec.read(task, codec.write(task, arguments));

        assertThat(Arrays.deepEquals(back, arguments)).as(Arrays.deepToString(back)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00b", "\udc00\ud800", "\u0000", "\ud83d\ude00 \ud83d"})
    void text_that_databases_cannot_carry_comes_back_as_it_was(String text) {
        TaskDefinition task = task("text");

        String json = codec.write(task, new Object[] {text});

        assertThat(json.chars()).doesNotContain(0);
        assertThat(new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(json);
        assertThat(codec.read(task, json)).containsExactly(text);
    }

    @Test
    void refuses_arguments_beyond_the_limit_in_bytes() {
        ArgumentCodec narrow = new ArgumentCodec(10);
        TaskDefinition task = task("text");

        narrow.write(task, new Object[] {"ääa1"});
        assertThatThrownBy(() -> narrow.write(task, new Object[] {"äääa"}))
                .isInstanceOf(TaskArgumentException.class)
                .hasMessageStartingWith("BGTASK000101");
    }

    @Test
    void refuses_what_json_cannot_express() {
        assertThatThrownBy(
                        () ->
                                codec.write(
                                        task("numbers"),
                                        new Object[] {null, null, Double.NaN, null, null}))
                .isInstanceOf(TaskArgumentException.class)
                .hasMessageStartingWith("BGTASK000100: Argument 3 of numbers");
    }

    static Stream<Arguments> refuses_what_would_come_back_as_something_else() {
        SpecialBean special = new SpecialBean();
        special.name = "s";
        special.points = List.of();
        special.extra = "lost";
        Forgetful forgetful = new Forgetful();
        forgetful.keep("lost");
        Map<String, Point> nullKey = new HashMap<>();
        nullKey.put(null, null);
        return Stream.of(
                Arguments.of("bean", new Object[] {special}),
                Arguments.of("beans", new Object[] {List.of(special)}),
                Arguments.of("forgetful", new Object[] {forgetful}),
                Arguments.of("map", new Object[] {nullKey}),
                Arguments.of("zero", new Object[] {-0.0}),
                Arguments.of("times", new Object[] {Instant.MIN, null, null, null, null, null}),
                Arguments.of(
                        "numbers",
                        new Object[] {new BigDecimal("1".repeat(1_200)), null, null, null, null}));
    }

    @ParameterizedTest
    @MethodSource
    void refuses_what_would_come_back_as_something_else(String method, Object[] arguments) {
        assertThatThrownBy(() -> codec.write(task(method), arguments))
                .isInstanceOf(TaskArgumentException.class);
    }

    @Test
    void does_not_mind_the_order_of_sets_and_maps() {
        TaskDefinition task = task("unordered");
        Set<String> set = new LinkedHashSet<>(List.of("z", "a", "m", "b"));
        Map<String, Double> map = new LinkedHashMap<>();
        set.forEach(key -> map.put(key, 0.5));

        assertThat(codec.read(task, codec.write(task, new Object[] {set, map, Set.of(1.5, 2.5)})))
                .containsExactly(set, map, Set.of(1.5, 2.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[1,2]", "{}", "nonsense", "[null]", "[\"text\"]", "[1"})
    void refuses_stored_arguments_that_do_not_fit(String json) {
        assertThatThrownBy(() -> codec.read(task("number"), json))
                .isInstanceOf(TaskArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"newer", "older"})
    void refuses_to_invent_or_to_drop_properties(String other) {
        String stored = codec.write(task("points"), new Object[] {List.of(new Point(1, "a"))});

        assertThatThrownBy(() -> codec.read(task(other), stored))
                .isInstanceOf(TaskArgumentException.class)
                .hasMessageStartingWith("BGTASK000106");
    }

    private static TaskDefinition task(String name) {
        return Tasks.of(Parameters.class, name);
    }
}
