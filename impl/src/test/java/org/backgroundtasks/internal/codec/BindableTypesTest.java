package org.backgroundtasks.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
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
                WithOwnWays h);
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
