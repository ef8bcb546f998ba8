package org.backgroundtasks.internal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.Sensitive;
import org.backgroundtasks.Until;
import org.backgroundtasks.internal.task.TaskKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys made of arguments. */
class KeyTemplateTest {

    public record Customer(long id, @Sensitive String iban, List<String> tags) {}

    public record Order(String number, Customer customer) {}

    public abstract static class Base<T> {
        private T owner;

        public T getOwner() {
            return owner;
        }

        public void setOwner(T owner) {
            this.owner = owner;
        }
    }

    public static class Bean extends Base<Customer> {
        public String name = "n";

        public boolean isActive() {
            return true;
        }

        public static String getStatic() {
            return "";
        }

        String getHidden() {
            return "";
        }
    }

    public enum Language {
        GERMAN {
            @Override
            public String toString() {
                return "Deutsch";
            }
        }
    }

    private static final Customer CUSTOMER = new Customer(7, "DE00", List.of());
    private static final Order ORDER = new Order("4711", CUSTOMER);

    private static List<KeyParameter> parameters(Type... types) {
        return Stream.of(types).map(type -> new KeyParameter(type, false)).toList();
    }

    private static KeyTemplate template(String text, Type... types) throws KeyTemplateException {
        return KeyTemplate.of(text, parameters(types));
    }

    @Test
    void arguments_and_their_properties_stand_in_braces() throws KeyTemplateException {
        assertThat(
                        template("order/{1.customer.id}-{0}", int.class, Order.class)
                                .of(new Object[] {5, ORDER}))
                .isEqualTo("order/7-5");
        assertThat(template("all", int.class).of(new Object[] {5})).isEqualTo("all");
    }

    @Test
    void getters_and_public_fields_are_properties() throws KeyTemplateException {
        Bean bean = new Bean();
        bean.setOwner(CUSTOMER);

        assertThat(template("{0.owner.id} {0.active} {0.name}", Bean.class).of(new Object[] {bean}))
                .isEqualTo("7 true n");
    }

    @Test
    void null_is_a_text_wherever_it_comes_up() throws KeyTemplateException {
        KeyTemplate template = template("{0.customer.id}", Order.class);

        assertThat(template.of(new Object[] {null})).isEqualTo("null");
        assertThat(template.of(new Object[] {new Order("1", null)})).isEqualTo("null");
    }

    static List<Object> values() {
        return Arrays.asList(
                "text",
                true,
                'c',
                (byte) 1,
                (short) 2,
                3,
                4L,
                1.5f,
                2.5,
                new BigDecimal("1.50"),
                UUID.randomUUID(),
                DayOfWeek.MONDAY,
                LocalDate.EPOCH,
                Instant.EPOCH,
                Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @MethodSource("values")
    void values_that_have_a_text_of_their_own(Object value) throws KeyTemplateException {
        assertThat(template("{0}", value.getClass()).of(new Object[] {value}))
                .isEqualTo(value.toString());
    }

    @Test
    void an_enum_is_its_name() throws KeyTemplateException {
        assertThat(template("{0}", Language.class).of(new Object[] {Language.GERMAN}))
                .isEqualTo("GERMAN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{2}",
                "{",
                "}",
                "a{0",
                "{0}}",
                "{}",
                "{-1}",
                "{0 }",
                "{a}",
                "{0.}",
                "{0..id}",
                "{0.nothing}",
                "{1.customer}",
                "{1.customer.tags}",
                "{1.customer.id.length}",
                "{1}",
                "{0.length}",
                "{9999999999}"
            })
    void what_names_nothing_or_has_no_text_is_refused(String text) {
        assertThatThrownBy(() -> template(text, String.class, Order.class))
                .isInstanceOf(KeyTemplateException.class)
                .hasMessageStartingWith("has ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{0.static}", "{0.hidden}", "{0.class}", "{0.owner}"})
    void what_is_no_public_property_of_a_bean_is_refused(String text) {
        assertThatThrownBy(() -> template(text, Bean.class))
                .isInstanceOf(KeyTemplateException.class);
    }

    @Test
    void sensitive_values_are_known() throws KeyTemplateException {
        assertThat(template("{0.customer.iban}", Order.class).isSensitive()).isTrue();
        assertThat(template("{0.customer.id}", Order.class).isSensitive()).isFalse();
        assertThat(
                        KeyTemplate.of("{0}", List.of(new KeyParameter(String.class, true)))
                                .isSensitive())
                .isTrue();
    }

    @Test
    void texts_that_do_not_fit_or_are_to_be_hidden_are_hashed() {
        assertThat(TaskKey.stored("a", false)).isEqualTo("a");
        assertThat(TaskKey.stored("x".repeat(500), false)).isEqualTo("x".repeat(500));
        for (String text : List.of("x".repeat(501), "", " ", "a\nb", "\0", "\ud800", "\udc00")) {
            assertThat(TaskKey.stored(text, false)).matches("sha256:[0-9a-f]{64}");
        }
        assertThat(TaskKey.stored("a", true))
                .matches("sha256:[0-9a-f]{64}")
                .isNotEqualTo(TaskKey.stored("b", true));
        assertThat(TaskKey.stored("\ud800", false)).isNotEqualTo(TaskKey.stored("\ud801", false));
    }

    private static UniqueRule ofAll(Type... types) {
        return UniqueRule.declared(
                null, OnConflict.KEEP, Until.ENDED, Duration.ZERO, parameters(types));
    }

    @Test
    void all_arguments_are_the_key_as_they_are_stored() {
        assertThat(ofAll(int.class).key(new Object[] {5}, "[5]").text()).isEqualTo("[5]");
        assertThat(ofAll(Order.class).key(new Object[] {ORDER}, "[{}]").text())
                .as("a component deep down is sensitive")
                .startsWith("sha256:");
    }

    public static class Basket {
        private java.util.Set<String> items;
        private Customer customer;

        public java.util.Set<String> getItems() {
            return items;
        }

        public void setItems(java.util.Set<String> items) {
            this.items = items;
        }

        public Customer getCustomer() {
            return customer;
        }

        public void setCustomer(Customer customer) {
            this.customer = customer;
        }
    }

    @Test
    void properties_of_beans_are_looked_into_too() {
        assertThat(ofAll(Basket.class).withoutOrder()).isEqualTo(Basket.class);
        assertThat(ofAll(Basket.class).areSensitive()).isTrue();
    }

    public record Holder(List<Map<String, Integer>> maps) {}

    private static Type listOf(String field) throws NoSuchFieldException {
        return Types.class.getDeclaredField(field).getGenericType();
    }

    static class Types {
        List<String> list;
        java.util.Set<String> set;
        java.util.SortedSet<String> sorted;
        Map<String, Integer> map;
        List<java.util.HashSet<String>> sets;
        java.util.Collection<String> collection;
        java.util.TreeMap<String, List<Integer>> tree;
    }

    @Test
    void arguments_without_an_order_are_no_key() throws NoSuchFieldException {
        for (String field : List.of("set", "map", "sets", "collection")) {
            assertThat(ofAll(int.class, listOf(field)).withoutOrder()).as(field).isNotNull();
        }
        assertThat(ofAll(Holder.class).withoutOrder()).isNotNull();
        for (String field : List.of("list", "sorted", "tree")) {
            assertThat(ofAll(listOf(field)).withoutOrder()).as(field).isNull();
        }
        assertThat(ofAll(Order.class, int[].class).withoutOrder()).isNull();
    }
}
