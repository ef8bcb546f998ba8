package org.backgroundtasks.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import org.backgroundtasks.TaskArgumentException;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A collection is more than its elements: its class, and what it has beside them. */
class CollectionsByValueTest {

    public static class Tags extends ArrayList<String> {
        private static final long serialVersionUID = 1;
        public String owner;

        static Tags of(String owner, String... tags) {
            Tags all = new Tags();
            all.owner = owner;
            all.addAll(List.of(tags));
            return all;
        }
    }

    public static class Prices extends HashMap<String, Integer> {
        private static final long serialVersionUID = 1;
        public String currency;

        static Prices in(String currency) {
            Prices prices = new Prices();
            prices.currency = currency;
            prices.put("a", 1);
            return prices;
        }
    }

    /** Without any state. */
    public static class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        static Names of(String... names) {
            Names all = new Names();
            all.addAll(List.of(names));
            return all;
        }
    }

    /** As those of libraries are made. */
    static class Fixed extends AbstractList<String> {
        private final String[] elements;

        Fixed(String... elements) {
            this.elements = elements;
        }

        @Override
        public String get(int index) {
            return elements[index];
        }

        @Override
        public int size() {
            return elements.length;
        }
    }

    /** Never equal to another one. */
    public static class Unequal extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    public record Tagged(Tags tags) {}

    @SuppressWarnings("unused")
    static class Parameters {
        void tags(Tags a) {}

        void tagged(Tagged a) {}

        void prices(Prices a) {}

        void names(Names a) {}

        void allNames(List<Names> a) {}

        void unequal(Unequal a) {}

        void list(List<String> a) {}

        void lists(List<List<String>> a) {}

        void map(Map<String, Integer> a) {}

        void collection(Collection<String> a) {}

        void queue(Queue<String> a) {}

        void blockingQueue(LinkedBlockingQueue<String> a) {}

        void blockingDeque(LinkedBlockingDeque<String> a) {}

        void priority(PriorityBlockingQueue<Integer> a) {}

        void skipMap(ConcurrentSkipListMap<String, Integer> a) {}

        void skipSet(ConcurrentSkipListSet<String> a) {}

        void states(Map<Thread.State, Integer> a) {}

        void set(Set<String> a) {}
    }

    private final ArgumentCodec codec = new ArgumentCodec(1 << 20);

    static List<Arguments> what_would_be_lost_beside_the_elements_is_refused() {
        PriorityBlockingQueue<Integer> reversed =
                new PriorityBlockingQueue<>(11, Comparator.reverseOrder());
        PriorityBlockingQueue<Integer> one =
                new PriorityBlockingQueue<>(11, Comparator.reverseOrder());
        one.add(1);
        LinkedBlockingQueue<String> bounded = new LinkedBlockingQueue<>(5);
        bounded.add("a");
        return List.of(
                Arguments.of("tags", Tags.of("me", "a")),
                Arguments.of("tagged", new Tagged(Tags.of("me", "a"))),
                Arguments.of("prices", Prices.in("EUR")),
                Arguments.of("unequal", new Unequal()),
                Arguments.of("list", Tags.of(null, "a")),
                Arguments.of("map", Prices.in(null)),
                Arguments.of("map", new IdentityHashMap<>(Map.of("a", 1))),
                Arguments.of("priority", reversed),
                Arguments.of("priority", one),
                Arguments.of("blockingQueue", bounded),
                Arguments.of("blockingQueue", new LinkedBlockingQueue<>(1)),
                Arguments.of("blockingDeque", new LinkedBlockingDeque<>(1)),
                Arguments.of("queue", new ArrayBlockingQueue<>(1)),
                Arguments.of("skipMap", new ConcurrentSkipListMap<>(Comparator.reverseOrder())),
                Arguments.of("map", new TreeMap<>(Comparator.reverseOrder())),
                Arguments.of("set", new TreeSet<>(Comparator.reverseOrder())),
                Arguments.of("skipSet", new ConcurrentSkipListSet<>(Comparator.reverseOrder())));
    }

    @ParameterizedTest
    @MethodSource
    void what_would_be_lost_beside_the_elements_is_refused(String method, Object argument) {
        TaskDefinition task = Tasks.of(Parameters.class, method);

        assertThatThrownBy(() -> codec.write(task, new Object[] {argument}))
                .isInstanceOf(TaskArgumentException.class)
                .hasMessageStartingWith("BGTASK00010");
    }

    static List<Arguments> what_has_nothing_but_elements_is_taken() {
        LinkedBlockingQueue<String> unbounded = new LinkedBlockingQueue<>(List.of("a", "b"));
        return List.of(
                Arguments.of("names", Names.of("a", "b")),
                Arguments.of("allNames", List.of(Names.of("a"), new Names())),
                Arguments.of("list", Names.of("a")),
                Arguments.of("lists", List.of(Names.of("a"))),
                Arguments.of("collection", Names.of("a")),
                Arguments.of("list", new Fixed("a", "b")),
                Arguments.of(
                        "list",
                        new ArrayList<>() {
                            private static final long serialVersionUID = 1;

                            {
                                add("a");
                            }
                        }),
                Arguments.of("list", Arrays.asList("a", null)),
                Arguments.of("list", new ArrayList<>(List.of("a", "b", "c")).subList(1, 2)),
                Arguments.of("list", Collections.unmodifiableList(new LinkedList<>(List.of("a")))),
                Arguments.of(
                        "list",
                        Collections.checkedList(new ArrayList<>(List.of("a")), String.class)),
                Arguments.of("list", new CopyOnWriteArrayList<>(List.of("a"))),
                Arguments.of("map", new TreeMap<>(Map.of("a", 1))),
                Arguments.of("map", new LinkedHashMap<>(16, 0.75f, true)),
                Arguments.of("map", new ConcurrentHashMap<>(Map.of("a", 1))),
                Arguments.of("map", new WeakHashMap<>(Map.of("a", 1))),
                Arguments.of("states", new EnumMap<>(Map.of(Thread.State.NEW, 1))),
                Arguments.of("set", Map.of("a", 1).keySet()),
                Arguments.of("set", Collections.synchronizedSet(new TreeSet<>(Set.of("a")))),
                Arguments.of("queue", unbounded),
                Arguments.of("blockingQueue", unbounded),
                Arguments.of("priority", new PriorityBlockingQueue<>(List.of(3, 1, 2, 1))),
                Arguments.of("skipMap", new ConcurrentSkipListMap<>(Map.of("b", 1, "a", 2))),
                Arguments.of("skipSet", new ConcurrentSkipListSet<>(Set.of("b", "a"))));
    }

    @ParameterizedTest
    @MethodSource
    void what_has_nothing_but_elements_is_taken(String method, Object argument) {
        TaskDefinition task = Tasks.of(Parameters.class, method);

        Object[] back = codec.read(task, codec.write(task, new Object[] {argument}));

        assertThat(Equality.holds(argument, back[0])).isTrue();
    }
}
