package org.backgroundtasks.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BindableTypesTest {

    public record Tree(String name, List<Tree> children) {}

    public record Holder(Object anything) {}

    public record Generic<T>(T value) {}

    public static class WithoutDefaultConstructor {
        WithoutDefaultConstructor(String text) {}
    }

    public static class WithCreator {
        @JsonbCreator
        public static WithCreator of() {
            return new WithCreator(1);
        }

        private WithCreator(int ignored) {}
    }

    @JsonbTypeInfo(@JsonbSubtype(alias = "dog", type = Dog.class))
    interface Animal {}

    public static class Dog implements Animal {}

    record Hidden(int a) {}

    public static class WithObjectProperty {
        public Object anything;
    }

    public static class WithTextProperty {
        public CharSequence getText() {
            return "";
        }

        public WithTextProperty getSelf() {
            return this;
        }
    }

    public static class WithOwnWays {
        @JsonbTransient public Object anything;

        @JsonbTransient private CharSequence text;

        public CharSequence getText() {
            return text;
        }
    }

    public record Spoken(@JsonbTypeAdapter(LanguageTag.class) Locale language) {}

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

    public record Chosen(int from, int to) {
        @JsonbCreator
        public Chosen {}

        public Chosen() {
            this(0, 100);
        }
    }

    /** Kept in fields of other names, and computed. */
    public static class OtherNames {
        private String _name;
        private boolean isReady;

        public String getName() {
            return _name;
        }

        public void setName(String name) {
            _name = name;
        }

        public boolean isReady() {
            return isReady;
        }

        public void setReady(boolean ready) {
            isReady = ready;
        }

        public String getGreeting() {
            return "Hello " + _name;
        }
    }

    public static class Created {
        private final String name;

        @JsonbCreator
        public Created(@JsonbProperty("name") String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }
    }

    public static class EqualById {
        public int id;
        private int hash;

        @Override
        public boolean equals(Object other) {
            return other instanceof EqualById that && id == that.id;
        }

        @Override
        public int hashCode() {
            return hash == 0 ? hash = id : hash;
        }
    }

    public abstract static class Identified {
        protected long id;
    }

    public static class Below extends Identified {
        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }
    }

    public record SeveralConstructors(int from, int to) {
        public SeveralConstructors() {
            this(0, 100);
        }
    }

    public static class WithoutGetters {
        private int id;
        private String email;

        public int id() {
            return id;
        }

        public String email() {
            return email;
        }
    }

    public static class SetterOnly {
        private String text;

        public void setText(String text) {
            this.text = text;
        }
    }

    public static class GetterOnly {
        private String text;

        public String getText() {
            return text;
        }
    }

    public static class OneThatIsNoProperty {
        private String secret;
        private String text;

        public String getText() {
            return text + secret;
        }

        public void setText(String text) {
            this.text = text;
        }
    }

    public static class BelowOne extends OneThatIsNoProperty {}

    /** No call could pass it. */
    public static class EqualWithoutProperties {
        private String address;

        public String address() {
            return address;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof EqualWithoutProperties that && address.equals(that.address);
        }

        @Override
        public int hashCode() {
            return address.hashCode();
        }
    }

    /** A value that is made whole, with a property of another name than its field. */
    public static class EqualAndCreated {
        private final String text;

        private EqualAndCreated(String text) {
            this.text = text;
        }

        @JsonbCreator
        public static EqualAndCreated of(@JsonbProperty("value") String value) {
            return new EqualAndCreated(value);
        }

        public String getValue() {
            return text;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof EqualAndCreated that && text.equals(that.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    public static class EqualAndSettable {
        private String _name;

        public String getName() {
            return _name;
        }

        public void setName(String name) {
            _name = name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof EqualAndSettable that && _name.equals(that._name);
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    public static class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1;
        private transient int timesAsked;
    }

    public static class Prices extends TreeMap<String, Integer> {
        private static final long serialVersionUID = 1;
    }

    public static class Tags extends ArrayList<String> {
        private static final long serialVersionUID = 1;
        public String owner;
    }

    public static class MoreTags extends Tags {
        private static final long serialVersionUID = 1;
    }

    public static class PricesIn extends HashMap<String, Integer> {
        private static final long serialVersionUID = 1;
        private String currency;

        public String getCurrency() {
            return currency;
        }

        public void setCurrency(String currency) {
            this.currency = currency;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof PricesIn that
                    && super.equals(that)
                    && currency.equals(that.currency);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }

    public static class Anything extends ArrayList<Object> {
        private static final long serialVersionUID = 1;
    }

    public class Inner {}

    @SuppressWarnings({"unused", "rawtypes"})
    interface Good {
        void all(
                int a,
                Map<String, List<Tree>> b,
                TreeSet<Integer> c,
                LinkedHashMap<Thread.State, int[]> d,
                Tree[] e,
                WithCreator f,
                Animal g,
                WithOwnWays h,
                Spoken i,
                Chosen j,
                OtherNames k,
                Created l,
                EqualById m,
                Below n,
                EqualAndCreated o,
                EqualAndSettable p,
                Names q,
                Map<String, Prices> r);
    }

    @SuppressWarnings({"unused", "rawtypes"})
    interface Bad {
        void object(Object a);

        void iface(CharSequence a);

        void iterable(Iterable<String> a);

        void abstractClass(Number a);

        void stream(InputStream a);

        void optional(Optional<String> a);

        void raw(List a);

        void wildcard(List<?> a);

        <T> void variable(T a);

        <T> void variables(List<T> a);

        void nested(Map<String, Object> a);

        void array(Object[] a);

        void genericArray(List<String>[] a);

        void holder(Holder a);

        void generic(Generic<String> a);

        void enumMap(EnumMap<Thread.State, String> a);

        void noConstructor(WithoutDefaultConstructor a);

        void inner(Inner a);

        void hidden(Hidden a);

        void platform(BitSet a);

        void counter(AtomicInteger a);

        void property(WithObjectProperty a);

        void nestedProperty(List<WithTextProperty[]> a);

        void constructors(SeveralConstructors a);

        void noGetters(Map<String, WithoutGetters> a);

        void setterOnly(SetterOnly a);

        void getterOnly(GetterOnly a);

        void noProperty(OneThatIsNoProperty a);

        void inherited(BelowOne[] a);

        void equalWithoutProperties(EqualWithoutProperties a);

        void ownList(Tags a);

        void ownListBelow(List<MoreTags> a);

        void ownMap(PricesIn a);

        void ownListOfAnything(Anything a);

        void identity(IdentityHashMap<String, String> a);

        void weak(WeakHashMap<String, String> a);
    }

    @Test
    void accepts_what_json_b_binds_back() {
        for (Type type : Good.class.getDeclaredMethods()[0].getGenericParameterTypes()) {
            assertThat(BindableTypes.problem(type)).as(type.getTypeName()).isEmpty();
        }
    }

    static List<Method> badOnes() {
        return Arrays.asList(Bad.class.getDeclaredMethods());
    }

    @ParameterizedTest
    @MethodSource("badOnes")
    void refuses_what_it_cannot(Method method) {
        assertThat(BindableTypes.problem(method.getGenericParameterTypes()[0])).isPresent();
    }
}
