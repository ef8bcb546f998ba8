package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskArgumentException;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.TaskState;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run gets values equal to those of the call, on every server's JSON-B. */
@ExtendWith(ArquillianExtension.class)
class ArgumentsComeBackEqualIT {

    public enum Color {
        RED,
        GREEN
    }

    public record Address(
            String street, Color door, List<String> names, Map<String, Integer> floors) {}

    public static class Parcel {
        private Address to;
        private BigDecimal weight;

        public Address getTo() {
            return to;
        }

        public void setTo(Address to) {
            this.to = to;
        }

        public BigDecimal getWeight() {
            return weight;
        }

        public void setWeight(BigDecimal weight) {
            this.weight = weight;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Parcel parcel
                    && to.equals(parcel.to)
                    && weight.equals(parcel.weight);
        }

        @Override
        public int hashCode() {
            return to.hashCode();
        }
    }

    @ApplicationScoped
    static class Receiver {
        private volatile Object[] received;

        Object[] received() {
            return received;
        }

        @Background
        public void numbers(
                int a, Long b, double c, float d, short e, byte f, BigDecimal g, Integer h) {
            received = new Object[] {a, b, c, d, e, f, g, h};
        }

        @Background
        public void texts(String a, char b, boolean c, UUID d, Color e, String f) {
            received = new Object[] {a, b, c, d, e, f};
        }

        @Background
        public void times(Instant a, LocalDate b, LocalDateTime c, ZonedDateTime d, Duration e) {
            received = new Object[] {a, b, c, d, e};
        }

        @Background
        public void structures(
                Address a,
                Parcel b,
                List<Address> c,
                Map<String, Address> d,
                int[] e,
                Address[] f,
                Map<Color, List<Long>> g) {
            received = new Object[] {a, b, c, d, e, f, g};
        }

        @Background
        public void text(String a) {
            received = new Object[] {a};
        }

        @Background
        public void number(Double a) {
            received = new Object[] {a};
        }
    }

    @Deployment
    static WebArchive war() {
        return Wars.war(ArgumentsComeBackEqualIT.class);
    }

    @Inject Receiver receiver;
    @Inject TaskScheduler scheduler;
    @Inject Rows rows;

    @Test
    void numbers() {
        run(
                scheduler.enqueue(
                        () ->
                                receiver.numbers(
                                        -1,
                                        Long.MAX_VALUE,
                                        0.1,
                                        0.1f,
                                        (short) 7,
                                        (byte) -128,
                                        new BigDecimal("1.10"),
                                        null)));

        assertThat(receiver.received())
                .containsExactly(
                        -1,
                        Long.MAX_VALUE,
                        0.1,
                        0.1f,
                        (short) 7,
                        (byte) -128,
                        new BigDecimal("1.10"),
                        null);
    }

    @Test
    void texts() {
        UUID uuid = UUID.randomUUID();
        run(
                scheduler.enqueue(
                        () -> receiver.texts("ä€😀\"\\\n", 'ß', true, uuid, Color.GREEN, null)));

        assertThat(receiver.received())
                .containsExactly("ä€😀\"\\\n", 'ß', true, uuid, Color.GREEN, null);
    }

    @Test
    void times() {
        Instant instant = Instant.parse("2026-03-29T01:30:00.123456789Z");
        LocalDate date = LocalDate.of(2028, 2, 29);
        LocalDateTime dateTime = LocalDateTime.of(2026, 3, 29, 2, 30);
        ZonedDateTime later =
                ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"))
                        .withLaterOffsetAtOverlap();
        run(
                scheduler.enqueue(
                        () ->
                                receiver.times(
                                        instant, date, dateTime, later, Duration.ofNanos(-1))));

        assertThat(receiver.received())
                .containsExactly(instant, date, dateTime, later, Duration.ofNanos(-1));
    }

    @Test
    void structures() {
        Address address =
                new Address(
                        "Hauptstraße 1", Color.RED, Arrays.asList("a", null), Map.of("attic", 3));
        Parcel parcel = new Parcel();
        parcel.setTo(address);
        parcel.setWeight(new BigDecimal("2.50"));
        Map<String, Address> byName = new HashMap<>();
        byName.put("x", address);
        byName.put("none", null);
        run(
                scheduler.enqueue(
                        () ->
                                receiver.structures(
                                        address,
                                        parcel,
                                        List.of(address),
                                        byName,
                                        new int[] {1, 2},
                                        new Address[] {address, null},
                                        Map.of(Color.GREEN, List.of(1L, 2L)))));

        assertThat(
                        Arrays.deepEquals(
                                receiver.received(),
                                new Object[] {
                                    address,
                                    parcel,
                                    List.of(address),
                                    byName,
                                    new int[] {1, 2},
                                    new Address[] {address, null},
                                    Map.of(Color.GREEN, List.of(1L, 2L))
                                }))
                .as(Arrays.deepToString(receiver.received()))
                .isTrue();
    }

    @Test
    void characters_that_databases_cannot_carry() {
        for (String text : List.of("\ud800", "a\udc00b", "\u0000", "\ud83d\ude00")) {
            run(scheduler.enqueue(() -> receiver.text(text)));

            assertThat(receiver.received()).containsExactly(text);
        }
    }

    @Test
    void an_argument_that_cannot_be_written_stores_nothing() {
        assertThatThrownBy(() -> receiver.number(Double.NaN))
                .isInstanceOf(TaskArgumentException.class)
                .hasMessageStartingWith("BGTASK000100");
    }

    @Test
    void an_argument_beyond_a_mebibyte_stores_nothing() {
        String large = "x".repeat(1 << 20);

        assertThatThrownBy(() -> receiver.text(large))
                .isInstanceOf(TaskArgumentException.class)
                .hasMessageStartingWith("BGTASK000101");
        assertThat(rows.countByArguments("[\"" + large + "\"]")).isZero();
        run(scheduler.enqueue(() -> receiver.text(large.substring(4))));
    }

    private void run(TaskId id) {
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            var task = scheduler.find(id).orElseThrow();
                            assertThat(task.lastError()).isNull();
                            return task.state() == TaskState.SUCCEEDED;
                        });
    }
}
