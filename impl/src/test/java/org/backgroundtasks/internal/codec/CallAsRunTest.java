package org.backgroundtasks.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.backgroundtasks.TaskArgumentException;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run could not read, the call refuses: it reads in the same way. */
class CallAsRunTest {

    public record Line(String article, int pieces) {}

    /** Equal by its id alone; its lines are written and not read. */
    public static class Order {
        private long id;
        private final List<Line> lines = new ArrayList<>();

        static Order of(long id, Line... lines) {
            Order order = new Order();
            order.id = id;
            order.lines.addAll(List.of(lines));
            return order;
        }

        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

        public List<Line> getLines() {
            return lines;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Order order && id == order.id;
        }

        @Override
        public int hashCode() {
            return Objects.hash(id);
        }
    }

    public record Basket(Order order) {}

    /** What it has computed is written, and not there when it is read. */
    public static class Computing {
        public long id;
        private transient Line found;

        public Line getComputed() {
            return found;
        }
    }

    @SuppressWarnings("unused")
    static class Parameters {
        void order(Order a) {}

        void orders(List<Order> a) {}

        void byName(Map<String, Order[]> a) {}

        void basket(Basket a) {}

        void computing(Computing a) {}
    }

    private final ArgumentCodec codec = new ArgumentCodec(1 << 20);

    static List<Arguments> what_the_run_could_not_read_is_refused_at_the_call() {
        Order order = Order.of(1, new Line("a", 2));
        Computing computing = new Computing();
        computing.found = new Line("a", 2);
        return List.of(
                Arguments.of("order", order),
                Arguments.of("orders", List.of(order)),
                Arguments.of("byName", Map.of("a", new Order[] {order})),
                Arguments.of("basket", new Basket(order)),
                Arguments.of("computing", computing));
    }

    @ParameterizedTest
    @MethodSource
    void what_the_run_could_not_read_is_refused_at_the_call(String method, Object argument) {
        TaskDefinition task = Tasks.of(Parameters.class, method);

        assertThatThrownBy(() -> codec.write(task, new Object[] {argument}))
                .isInstanceOf(TaskArgumentException.class)
                .hasMessageStartingWith("BGTASK000105");
    }

    @Test
    void what_the_run_reads_is_taken() {
        TaskDefinition task = Tasks.of(Parameters.class, "order");
        Order order = Order.of(1);

        assertThat(codec.read(task, codec.write(task, new Object[] {order})))
                .containsExactly(order);
    }
}
