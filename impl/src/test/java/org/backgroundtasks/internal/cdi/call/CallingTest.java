package org.backgroundtasks.internal.cdi.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Specializes;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.InterceptionFactory;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.transaction.UserTransaction;
import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.internal.cdi.server.Entered;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever way a method is called and run, it is the same task. */
class CallingTest {

    static final List<String> RUNS = new ArrayList<>();

    public record Order(String number) {}

    public interface Handler<T> {
        void handle(T event);
    }

    public interface OrderHandler extends Handler<Order> {}

    @ApplicationScoped
    public static class ByInterface implements OrderHandler {
        @Override
        @Background
        public void handle(Order order) {
            RUNS.add("interface " + order.number());
        }

        /** Looks as if it implemented the interface, too. */
        public void handle(String other) {}
    }

    public abstract static class Typing<T> {
        public abstract void take(T value, List<T> more);
    }

    @ApplicationScoped
    @Typed(Typing.class)
    public static class ByType extends Typing<String> {
        @Override
        @Background
        public void take(String value, List<String> more) {
            RUNS.add("type " + value + more);
        }
    }

    static class Hidden {
        @Background
        public void show(int number) {
            RUNS.add("hidden " + number);
        }
    }

    @ApplicationScoped
    public static class Shown extends Hidden {
        /** Another method of the same name. */
        public void show(String text) {}
    }

    public static class Generic<T> {
        @Background
        public void inherited(T value) {
            RUNS.add("generic " + value);
        }
    }

    @ApplicationScoped
    public static class Concrete extends Generic<String> {
        @Override
        @Background
        public void inherited(String value) {
            RUNS.add("concrete " + value);
        }
    }

    @ApplicationScoped
    public static class Replaced {
        @Background(name = "replaced")
        public void run() {
            RUNS.add("replaced");
        }
    }

    @ApplicationScoped
    @Specializes
    public static class Replacing extends Replaced {
        @Override
        @Background(name = "replaced")
        public void run() {
            RUNS.add("replacing");
        }
    }

    public static class Inherits {
        @Background(name = "kept")
        public void keep() {
            RUNS.add("kept");
        }
    }

    @ApplicationScoped
    public static class Specialized extends Inherits {}

    @ApplicationScoped
    @Specializes
    public static class Specializing extends Specialized {}

    public static class Made {
        @Background
        public void run() {
            RUNS.add("made");
        }
    }

    @ApplicationScoped
    public static class Making {
        /** CDI intercepts what this makes, unlike that of other producers. */
        @Produces
        public Made make(InterceptionFactory<Made> factory) {
            return factory.createInterceptedInstance(new Made());
        }
    }

    public static class NoTransaction {
        @Produces
        public UserTransaction none() {
            return null;
        }
    }

    private final List<TaskDefinition> stored = new ArrayList<>();
    private final List<Object[]> arguments = new ArrayList<>();
    private WeldContainer container;

    @BeforeEach
    void start() {
        RUNS.clear();
        System.setProperty("background-tasks.worker.enabled", "false");
        ConfigProviderResolver.instance().releaseConfig(ConfigProvider.getConfig());
        container =
                new Weld()
                        .addBeanClasses(
                                ByInterface.class,
                                ByType.class,
                                Shown.class,
                                Concrete.class,
                                Replaced.class,
                                Replacing.class,
                                Specialized.class,
                                Specializing.class,
                                Making.class,
                                NoTransaction.class)
                        .initialize();
    }

    @AfterEach
    void stop() {
        container.close();
        System.clearProperty("background-tasks.worker.enabled");
    }

    @Test
    void through_a_generic_interface() {
        Handler<Order> handler = container.select(new TypeLiteral<Handler<Order>>() {}).get();

        storing(() -> handler.handle(new Order("7")));
        storing(() -> container.select(ByInterface.class).get().handle(new Order("8")));

        assertThat(names())
                .hasSize(2)
                .allMatch(name -> name.equals(ByInterface.class.getName() + ".handle"));
        assertThat(runs()).containsExactly("interface 7", "interface 8");
    }

    @Test
    void now_through_a_generic_interface() {
        Handler<Order> handler = container.select(new TypeLiteral<Handler<Order>>() {}).get();

        container.select(TaskScheduler.class).get().now(() -> handler.handle(new Order("9")));

        assertThat(RUNS).containsExactly("interface 9");
    }

    @Test
    void by_a_type_that_is_not_the_class() {
        Typing<String> typing = container.select(new TypeLiteral<Typing<String>>() {}).get();

        storing(() -> typing.take("a", List.of("b")));

        assertThat(runs()).containsExactly("type a[b]");
    }

    @Test
    void inherited_from_a_class_that_others_cannot_see() {
        storing(() -> container.select(Shown.class).get().show(3));

        assertThat(names()).containsExactly(Shown.class.getName() + ".show");
        assertThat(runs()).containsExactly("hidden 3");
    }

    @Test
    void overriding_a_generic_method() {
        Generic<String> generic = container.select(Concrete.class).get();

        storing(() -> generic.inherited("x"));

        assertThat(runs()).containsExactly("concrete x");
    }

    @Test
    void of_a_bean_that_specializes_another() {
        storing(() -> container.select(Replaced.class).get().run());
        storing(() -> container.select(Specialized.class).get().keep());

        assertThat(names()).containsExactly("replaced", "kept");
        assertThat(runs()).containsExactly("replacing", "kept");
    }

    @Test
    void of_a_bean_that_a_producer_has_intercepted() {
        Made made = container.select(Made.class).get();

        assertThatThrownBy(made::run)
                .isInstanceOf(TaskCallException.class)
                .hasMessageStartingWith("BGTASK000427")
                .hasMessageContainingAll("Made.run()", "Making.make(");
        assertThat(RUNS).isEmpty();
    }

    private void storing(Runnable call) {
        try (Entered recording =
                Calls.within(
                        (method, values) -> {
                            stored.add(method.definition());
                            arguments.add(values);
                            return true;
                        })) {
            call.run();
        }
    }

    private List<String> names() {
        return stored.stream().map(TaskDefinition::name).toList();
    }

    /** Runs what was stored, as the worker does, and returns what the bodies have done. */
    private List<String> runs() {
        assertThat(RUNS).as("nothing runs at the call").isEmpty();
        BeanBodies bodies = container.select(BeanBodies.class).get();
        for (int i = 0; i < stored.size(); i++) {
            try {
                bodies.invoke(stored.get(i), arguments.get(i));
            } catch (Throwable e) {
                throw new AssertionError(stored.get(i).name(), e);
            }
        }
        return RUNS;
    }
}
