package org.backgroundtasks.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbDateFormat;
import jakarta.json.bind.annotation.JsonbNumberFormat;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.spi.JsonbProvider;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backgroundtasks.TaskArgumentException;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Arguments come back equal, or the call throws: what JSON does not show is compared, too. */
class ArgumentsByValueTest {

    public record Pan(String pan) {
        @Override
        public String pan() {
            return "****";
        }
    }

    public record Hiding(String shown, @JsonbTransient String hidden) {}

    public record Ignoring(String kept, String ignored) {
        @JsonbCreator
        public static Ignoring of(@JsonbProperty("kept") String kept) {
            return new Ignoring(kept, "default");
        }
    }

    public record Day(@JsonbDateFormat("dd.MM.yyyy") LocalDateTime day) {}

    public record Temperature(double degrees) {}

    public record Chain(Chain next) {
        static Chain of(int links) {
            Chain chain = null;
            for (int i = 0; i < links; i++) {
                chain = new Chain(chain);
            }
            return chain;
        }
    }

    public record Money(@JsonbNumberFormat("#0.00") BigDecimal amount) {}

    public static class LanguageTag implements JsonbAdapter<Locale, String> {
        @Override
        public String adaptToJson(Locale locale) {
            return locale.toLanguageTag();
        }

        @Override
        public Locale adaptFromJson(String tag) {
            return Locale.forLanguageTag(tag);
        }
    }

    public record Spoken(@JsonbTypeAdapter(LanguageTag.class) Locale language) {}

    /** The opposite of what it is given. */
    public static class Reversed {
        private boolean right;

        public boolean isRight() {
            return right;
        }

        public void setRight(boolean right) {
            this.right = !right;
        }
    }

    /** Its getter tells less than it has. */
    public static class Masking {
        private String number;

        public static Masking of(String number) {
            Masking masking = new Masking();
            masking.number = number;
            return masking;
        }

        public String getNumber() {
            return "****" + number.substring(4);
        }

        public void setNumber(String number) {
            this.number = number;
        }
    }

    public static class B {
        public int b;

        @Override
        public boolean equals(Object other) {
            return other instanceof B that && b == that.b;
        }

        @Override
        public int hashCode() {
            return b;
        }
    }

    public static class C extends B {
        public int c;
    }

    public record Holder(List<B> all) {}

    /** Equal by its own word, whatever its list holds. */
    public static class HolderBean {
        private List<B> all = new ArrayList<>();

        public List<B> getAll() {
            return all;
        }

        public void setAll(List<B> all) {
            this.all = all;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof HolderBean that && all.equals(that.all);
        }

        @Override
        public int hashCode() {
            return all.hashCode();
        }
    }

    /** A bean without equals, and with a field that is of no value. */
    public static class Plain {
        private String name;
        private transient int timesAsked;
        private Map<String, int[]> numbers = new HashMap<>();

        public String getName() {
            timesAsked++;
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public Map<String, int[]> getNumbers() {
            return numbers;
        }

        public void setNumbers(Map<String, int[]> numbers) {
            this.numbers = numbers;
        }
    }

    @SuppressWarnings("unused")
    static class Parameters {
        void pan(Pan a) {}

        void hiding(Hiding a) {}

        void ignoring(Ignoring a) {}

        void day(Day a) {}

        void reversed(Reversed a) {}

        void masking(Masking a) {}

        void maps(List<Map<String, String>> a) {}

        void numbers(List<Map<Integer, String>> a) {}

        void floats(float[] a) {}

        void doubles(List<Double> a) {}

        void temperature(Temperature a) {}

        void month(YearMonth a) {}

        void chain(Chain a) {}

        void treeMap(TreeMap<String, String> a) {}

        void sortedMap(SortedMap<String, String> a) {}

        void treeSets(List<TreeSet<String>> a) {}

        void all(List<B> a) {}

        void array(B[] a) {}

        void byName(Map<String, B> a) {}

        void holder(Holder a) {}

        void holderBean(HolderBean a) {}

        void collection(Collection<String> a) {}

        void date(Date a) {}

        void money(Money a) {}

        void spoken(Spoken a) {}

        void plain(Plain a) {}

        void deque(Deque<String> a) {}

        void queue(PriorityQueue<Integer> a) {}

        void set(Set<B> a) {}

        void uuid(UUID a) {}

        void texts(List<String> a) {}
    }

    private final ArgumentCodec codec = new ArgumentCodec(1 << 20);

    static Stream<Arguments> another_value_is_refused() {
        Map<String, String> nullKey = new HashMap<>();
        nullKey.put(null, "x");
        Map<Integer, String> nullNumber = new HashMap<>();
        nullNumber.put(null, "x");
        TreeMap<String, String> reversed = new TreeMap<>(Comparator.reverseOrder());
        reversed.put("a", "b");
        TreeSet<String> ignoringCase = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        C c = new C();
        c.c = 1;
        HolderBean holder = new HolderBean();
        holder.setAll(List.of(c));
        List<String> polluted = new ArrayList<>();
        pollute(polluted);
        return Stream.of(
                Arguments.of("pan", new Pan("1234")),
                Arguments.of("hiding", new Hiding("a", "b")),
                Arguments.of("ignoring", new Ignoring("a", "b")),
                Arguments.of("day", new Day(LocalDate.EPOCH.atTime(1, 0))),
                Arguments.of("reversed", new Reversed()),
                Arguments.of("masking", Masking.of("123456")),
                Arguments.of("maps", List.of(nullKey)),
                Arguments.of("numbers", List.of(nullNumber)),
                Arguments.of("floats", new float[] {1, -0.0f}),
                Arguments.of("doubles", List.of(-0.0)),
                Arguments.of("temperature", new Temperature(-0.0)),
                Arguments.of("month", YearMonth.of(-1, 1)),
                Arguments.of("chain", Chain.of(1_000)),
                Arguments.of("chain", Chain.of(990)),
                Arguments.of("chain", Chain.of(100_000)),
                Arguments.of("treeMap", reversed),
                Arguments.of("sortedMap", reversed),
                Arguments.of("treeSets", List.of(ignoringCase)),
                Arguments.of("all", List.of(new B(), c)),
                Arguments.of("array", new B[] {c}),
                Arguments.of("byName", Map.of("c", c)),
                Arguments.of("holder", new Holder(List.of(c))),
                Arguments.of("holderBean", holder),
                Arguments.of("set", Set.of(c)),
                Arguments.of("collection", new HashSet<>(Set.of("a"))),
                Arguments.of("date", Timestamp.valueOf("2026-01-01 00:00:00.123456")),
                Arguments.of("queue", new PriorityQueue<>(Collections.<Integer>reverseOrder())),
                Arguments.of("money", new Money(new BigDecimal("1.234"))),
                Arguments.of("texts", polluted));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static void pollute(List<String> texts) {
        ((List) texts).add(5);
    }

    @ParameterizedTest
    @MethodSource
    void another_value_is_refused(String method, Object argument) {
        assertThatThrownBy(() -> codec.write(task(method), new Object[] {argument}))
                .isInstanceOf(TaskArgumentException.class)
                .hasMessageStartingWith("BGTASK00010");
    }

    static Stream<Arguments> an_equal_value_is_taken() {
        Plain plain = new Plain();
        plain.setName("x");
        plain.getNumbers().put("a", new int[] {1, 2});
        plain.getName();
        HolderBean holder = new HolderBean();
        holder.setAll(List.of(new B()));
        PriorityQueue<Integer> queue = new PriorityQueue<>(List.of(3, 1, 1));
        return Stream.of(
                Arguments.of("chain", Chain.of(150)),
                Arguments.of("temperature", new Temperature(0.1)),
                Arguments.of("treeMap", new TreeMap<>(Map.of("b", "1", "a", "2"))),
                Arguments.of("treeSets", List.of(new TreeSet<>(Set.of("b", "a")))),
                Arguments.of("maps", List.of(new LinkedHashMap<>(Map.of("null", "null")))),
                Arguments.of("all", Arrays.asList(new B(), null)),
                Arguments.of("holder", new Holder(List.of(new B()))),
                Arguments.of("holderBean", holder),
                Arguments.of("set", Set.of(new B())),
                Arguments.of("collection", List.of("a", "b")),
                Arguments.of("deque", new ArrayDeque<>(List.of("a", "b"))),
                Arguments.of("queue", queue),
                Arguments.of("date", new Date(1_234)),
                Arguments.of("money", new Money(new BigDecimal("102043.25"))),
                Arguments.of("spoken", new Spoken(Locale.GERMANY)),
                Arguments.of("plain", plain),
                Arguments.of("ignoring", new Ignoring("a", "default")),
                Arguments.of("hiding", new Hiding("a", null)));
    }

    @ParameterizedTest
    @MethodSource
    void an_equal_value_is_taken(String method, Object argument) {
        TaskDefinition task = task(method);

        Object[] back = codec.read(task, codec.write(task, new Object[] {argument}));

        assertThat(Equality.holds(argument, back[0])).isTrue();
    }

    @ParameterizedTest
    @MethodSource("certainTypes")
    void what_the_provider_always_gets_right_is_not_tried_at_each_call(Class<?> type) {
        JsonProvider json = JsonProvider.provider();
        Bindings bindings = new Bindings(JsonbProvider.provider(), json);
        JsonTexts texts = new JsonTexts(json);
        RoundTrip roundTrip = new RoundTrip(bindings, texts, new Shape(bindings, texts));

        assertThat(roundTrip.isCertain(type)).isTrue();
    }

    static Stream<Class<?>> certainTypes() {
        return Stream.of(
                int.class,
                Long.class,
                boolean.class,
                char.class,
                String.class,
                UUID.class,
                Duration.class,
                LocalDate.class,
                LocalDateTime.class,
                Thread.State.class,
                int[].class,
                String[].class,
                byte[].class);
    }

    @Test
    void numbers_of_one_thread_are_not_those_of_another() throws Exception {
        TaskDefinition task = task("money");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Boolean> calls =
                    () -> {
                        for (int i = 0; i < 5_000; i++) {
                            // Without a zero at the end, which the format loses.
                            long cents = ThreadLocalRandom.current().nextLong(10_000_000) * 10 + 5;
                            Money money = new Money(BigDecimal.valueOf(cents, 2));
                            String json = codec.write(task, new Object[] {money});
                            assertThat(codec.read(task, json)).containsExactly(money);
                        }
                        return true;
                    };
            for (Future<Boolean> one :
                    threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> calls).toList())) {
                assertThat(one.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void neither_locale_nor_zone_of_the_jvm_matters() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        Money money = new Money(new BigDecimal("1234.56"));
        Date date = new Date(1_774_751_400_000L);
        try {
            Locale.setDefault(Locale.GERMANY);
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
            ArgumentCodec german = new ArgumentCodec(1_000);
            String amount = german.write(task("money"), new Object[] {money});
            String time = german.write(task("date"), new Object[] {date});

            Locale.setDefault(Locale.US);
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            ArgumentCodec american = new ArgumentCodec(1_000);
            assertThat(american.read(task("money"), amount)).containsExactly(money);
            assertThat(american.read(task("date"), time)).containsExactly(date);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    /** Johnzon 2.0.1 writes a UUID, and cannot read it. */
    @Test
    void what_another_provider_gets_wrong_is_refused_at_the_call() {
        ArgumentCodec johnzon =
                new ArgumentCodec(1_000, new org.apache.johnzon.jsonb.JohnzonProvider());
        TaskDefinition task = task("uuid");
        UUID id = UUID.randomUUID();

        assertThatThrownBy(() -> johnzon.write(task, new Object[] {id}))
                .isInstanceOf(TaskArgumentException.class)
                .hasMessageStartingWith("BGTASK000100");
        assertThatCode(() -> johnzon.write(task("texts"), new Object[] {List.of("a")}))
                .doesNotThrowAnyException();
    }

    private static TaskDefinition task(String name) {
        return Tasks.of(Parameters.class, name);
    }
}
