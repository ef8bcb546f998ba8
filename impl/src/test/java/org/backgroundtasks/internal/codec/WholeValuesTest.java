package org.backgroundtasks.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.io.ByteArrayOutputStream;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.backgroundtasks.TaskArgumentException;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value is more than its equals, its class, or its elements tell. */
class WholeValuesTest {

    /** As entities are: equal by their ids. */
    public abstract static class Entity {
        public int id;

        @Override
        public boolean equals(Object other) {
            return getClass().isInstance(other) && id == ((Entity) other).id;
        }

        @Override
        public int hashCode() {
            return id;
        }
    }

    public static class Paid extends Entity {
        private boolean paid;

        static Paid of(boolean paid) {
            Paid one = new Paid();
            one.paid = paid;
            return one;
        }

        public boolean isPaid() {
            return paid;
        }
    }

    public static class Secret extends Entity {
        private String secret;

        static Secret of(String secret) {
            Secret one = new Secret();
            one.secret = secret;
            return one;
        }

        public void setSecret(String secret) {
            this.secret = secret;
        }
    }

    public record Holder(Secret secret) {}

    /** What it computes is the same again. */
    public static class Named extends Entity {
        public String first;
        public String last;
        private String whole;

        static Named of(String first, String last) {
            Named one = new Named();
            one.first = first;
            one.last = last;
            one.getWhole();
            return one;
        }

        public String getWhole() {
            if (whole == null) {
                whole = first + " " + last;
            }
            return whole;
        }
    }

    static class Page extends AbstractList<String> {
        private final List<String> items = List.of("a");
        private final int total = 9;

        @Override
        public String get(int index) {
            return items.get(index);
        }

        @Override
        public int size() {
            return Math.min(total, items.size());
        }
    }

    static class Owned extends AbstractList<String> {
        private final String[] items = {"a"};

        @Override
        public String get(int index) {
            return items[index];
        }

        @Override
        public int size() {
            return items.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Owned && super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }

    static class AnyCase extends AbstractMap<String, String> {
        private final Map<String, String> entries = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        static AnyCase of(String key, String value) {
            AnyCase map = new AnyCase();
            map.entries.put(key, value);
            return map;
        }

        @Override
        public Set<Entry<String, String>> entrySet() {
            return entries.entrySet();
        }
    }

    public static class Upload extends ByteArrayOutputStream {
        public String name;
    }

    public static class Dice extends Random {
        private static final long serialVersionUID = 1;
        public int sides;
    }

    @JsonbTypeInfo({
        @JsonbSubtype(alias = "circle", type = Circle.class),
        @JsonbSubtype(alias = "square", type = Square.class)
    })
    public interface Shape {}

    public record Circle(int radius) implements Shape {}

    public record Square(int side) implements Shape {}

    /** Of which the interface knows nothing. */
    public record Other(int size) implements Shape {}

    public static class PatternText implements JsonbAdapter<Pattern, String> {
        @Override
        public String adaptToJson(Pattern pattern) {
            return pattern.pattern();
        }

        @Override
        public Pattern adaptFromJson(String text) {
            return Pattern.compile(text);
        }
    }

    public record Rule(@JsonbTypeAdapter(PatternText.class) Pattern pattern) {}

    public static class Base<T> {
        private T id;

        public T getId() {
            return id;
        }

        public void setId(T id) {
            this.id = id;
        }
    }

    public static class Order extends Base<Long> {}

    public static class Orders extends Base<List<Long>> {}

    public static class Parent {
        private List<Child> children = List.of();

        public List<Child> getChildren() {
            return children;
        }

        public void setChildren(List<Child> children) {
            this.children = children;
            children.forEach(child -> child.parent = this);
        }
    }

    public static class Child {
        @JsonbTransient public Parent parent;
        public String name;

        static Child of(String name) {
            Child child = new Child();
            child.name = name;
            return child;
        }
    }

    @SuppressWarnings("unused")
    static class Parameters {
        void paid(Paid a) {}

        void secret(Secret a) {}

        void holder(Holder a) {}

        void named(Named a) {}

        void texts(List<String> a) {}

        void byText(Map<String, String> a) {}

        void upload(Upload a) {}

        void dice(Dice a) {}

        void shape(Shape a) {}

        void shapes(List<Shape> a) {}

        void rule(Rule a) {}

        void order(Order a) {}

        void orders(Orders a) {}

        void parent(Parent a) {}

        void sorted(TreeMap<String, String> a) {}
    }

    private final ArgumentCodec codec = new ArgumentCodec(1 << 20);

    static List<Arguments> what_would_be_lost_is_refused_at_the_call() {
        return List.of(
                Arguments.of("paid", Paid.of(true)),
                Arguments.of("secret", Secret.of("s")),
                Arguments.of("holder", new Holder(Secret.of("s"))),
                Arguments.of("texts", new Page()),
                Arguments.of("texts", new Owned()),
                Arguments.of("byText", AnyCase.of("a", "b")),
                Arguments.of("shape", new Other(1)));
    }

    @ParameterizedTest
    @MethodSource
    void what_would_be_lost_is_refused_at_the_call(String method, Object argument) {
        TaskDefinition task = Tasks.of(Parameters.class, method);

        assertThatThrownBy(() -> codec.write(task, new Object[] {argument}))
                .isInstanceOf(TaskArgumentException.class)
                .hasMessageStartingWith("BGTASK00010");
    }

    static List<Arguments> what_is_whole_comes_back() {
        TreeMap<String, String> byNature = new TreeMap<>(Comparator.naturalOrder());
        byNature.put("a", "b");
        return List.of(
                Arguments.of("paid", Paid.of(false)),
                Arguments.of("secret", Secret.of(null)),
                Arguments.of("named", Named.of("Ada", "Lovelace")),
                Arguments.of("shape", new Circle(1)),
                Arguments.of("shape", new Square(1)),
                Arguments.of("shapes", List.of(new Circle(1), new Square(2))),
                Arguments.of("sorted", byNature));
    }

    @ParameterizedTest
    @MethodSource
    void what_is_whole_comes_back(String method, Object argument) {
        assertThat(back(method, argument)).isEqualTo(argument);
    }

    private Object back(String method, Object argument) {
        TaskDefinition task = Tasks.of(Parameters.class, method);
        return codec.read(task, codec.write(task, new Object[] {argument}))[0];
    }

    @Test
    void what_nobody_can_compare_is_compared_by_its_json() {
        assertThat(((Rule) back("rule", new Rule(Pattern.compile("a+")))).pattern().pattern())
                .isEqualTo("a+");
    }

    @Test
    void objects_may_refer_to_each_other_in_circles() {
        Parent parent = new Parent();
        parent.setChildren(new ArrayList<>(List.of(Child.of("a"), Child.of("b"))));

        Parent copy = (Parent) back("parent", parent);

        assertThat(copy.children).extracting(child -> child.name).containsExactly("a", "b");
        assertThat(copy.children).allMatch(child -> child.parent == copy);
    }

    @Test
    void type_variables_of_superclasses_are_known() {
        Order order = new Order();
        order.setId(1L);

        assertThat(((Order) back("order", order)).getId()).isEqualTo(1L);
        assertThat(problem("order")).isNull();
        assertThat(problem("orders")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"upload", "dice"})
    void what_a_class_of_the_platform_holds_is_no_property(String method) {
        assertThat(problem(method)).contains("whose state JSON-B does not write");
    }

    private static String problem(String method) {
        return BindableTypes.problem(Tasks.of(Parameters.class, method).parameters().get(0))
                .orElse(null);
    }
}
