package org.backgroundtasks.benchmarks.pure;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskOptions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Arguments to JSON and back, beside what JSON-B alone needs for the same. */
@State(Scope.Benchmark)
public class Arguments {

    /** An argument with a structure. */
    public record Order(long id, String customer, Instant placedAt, List<String> articles) {}

    /** The same as a bean. */
    public static final class OrderBean {
        private long id;
        private String customer;
        private Instant placedAt;
        private List<String> articles;

        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

        public String getCustomer() {
            return customer;
        }

        public void setCustomer(String customer) {
            this.customer = customer;
        }

        public Instant getPlacedAt() {
            return placedAt;
        }

        public void setPlacedAt(Instant placedAt) {
            this.placedAt = placedAt;
        }

        public List<String> getArticles() {
            return articles;
        }

        public void setArticles(List<String> articles) {
            this.articles = articles;
        }
    }

    private final ArgumentCodec codec = new ArgumentCodec(1 << 20);
    private final Jsonb jsonb = JsonbBuilder.create();
    private final TaskDefinition withNumber = definition(long.class);
    private final TaskDefinition withOrder = definition(Order.class);
    private final TaskDefinition withBean = definition(OrderBean.class);
    private final OrderBean bean = new OrderBean();
    private final Order order =
            new Order(4_711, "Duke", Instant.parse("2026-03-29T01:30:00Z"), List.of("a", "b", "c"));
    private String number;
    private String text;
    private String beanText;
    private String plain;

    private static TaskDefinition definition(Type parameter) {
        return new TaskDefinition(
                new TaskOptions(
                        "task",
                        List.of(),
                        Duration.ZERO,
                        "default",
                        0,
                        25,
                        List.of(),
                        List.of(),
                        Duration.ZERO,
                        1),
                List.of(parameter),
                true);
    }

    @Setup
    public void write() {
        number = codec.write(withNumber, new Object[] {4_711L});
        text = codec.write(withOrder, new Object[] {order});
        bean.setId(order.id());
        bean.setCustomer(order.customer());
        bean.setPlacedAt(order.placedAt());
        bean.setArticles(order.articles());
        beanText = codec.write(withBean, new Object[] {bean});
        plain = jsonb.toJson(order, Order.class);
    }

    @Benchmark
    public String writeNumber() {
        return codec.write(withNumber, new Object[] {4_711L});
    }

    @Benchmark
    public Object[] readNumber() {
        return codec.read(withNumber, number);
    }

    @Benchmark
    public String writeOrder() {
        return codec.write(withOrder, new Object[] {order});
    }

    @Benchmark
    public Object[] readOrder() {
        return codec.read(withOrder, text);
    }

    @Benchmark
    public String writeBean() {
        return codec.write(withBean, new Object[] {bean});
    }

    @Benchmark
    public Object[] readBean() {
        return codec.read(withBean, beanText);
    }

    @Benchmark
    public String writeBeanByJsonbAlone() {
        return jsonb.toJson(bean, OrderBean.class);
    }

    @Benchmark
    public OrderBean readBeanByJsonbAlone() {
        return jsonb.fromJson(plain, OrderBean.class);
    }

    @Benchmark
    public String writeOrderByJsonbAlone() {
        return jsonb.toJson(order, Order.class);
    }

    @Benchmark
    public Order readOrderByJsonbAlone() {
        return jsonb.fromJson(plain, Order.class);
    }
}
