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

    private final ArgumentCodec codec = new ArgumentCodec(1 << 20);
    private final Jsonb jsonb = JsonbBuilder.create();
    private final TaskDefinition withNumber = definition(long.class);
    private final TaskDefinition withOrder = definition(Order.class);
    private final Order order =
            new Order(4_711, "Duke", Instant.parse("2026-03-29T01:30:00Z"), List.of("a", "b", "c"));
    private String number;
    private String text;
    private String plain;

    private static TaskDefinition definition(Type parameter) {
        return new TaskDefinition(
                new TaskOptions(
                        "task", Duration.ZERO, "default", 0, 25, List.of(), Duration.ZERO, 1),
                List.of(parameter),
                true);
    }

    @Setup
    public void write() {
        number = codec.write(withNumber, new Object[] {4_711L});
        text = codec.write(withOrder, new Object[] {order});
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
    public String writeOrderByJsonbAlone() {
        return jsonb.toJson(order, Order.class);
    }

    @Benchmark
    public Order readOrderByJsonbAlone() {
        return jsonb.fromJson(plain, Order.class);
    }
}
