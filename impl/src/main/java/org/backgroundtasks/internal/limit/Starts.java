package org.backgroundtasks.internal.limit;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When tasks of a limit have started, as far as its rate has to know: some times, and how many at
 * each. Where there are many, neighbours are counted as if they had all started with the last of
 * them, so a window never has more than it may.
 */
public final class Starts {

    /** So that the text fits its column. */
    private static final int MOST = 100;

    private static final Starts NONE = new Starts(List.of());

    private final List<Start> starts;

    private Starts(List<Start> starts) {
        this.starts = List.copyOf(starts);
    }

    private record Start(long micros, long count) {

        static Start read(String text) {
            int colon = text.indexOf(':');
            return new Start(
                    Long.parseLong(text.substring(0, colon)),
                    Long.parseLong(text.substring(colon + 1)));
        }

        @Override
        public String toString() {
            return micros + ":" + count;
        }
    }

    public static Starts none() {
        return NONE;
    }

    /** Reads what {@link #toString} has made. */
    public static Starts of(String text) {
        return text.isEmpty()
                ? NONE
                : new Starts(Stream.of(text.split(",")).map(Start::read).toList());
    }

    /** These and some more, of which none was before. */
    public Starts plus(Instant time, int count) {
        return new Starts(
                Stream.concat(starts.stream(), Stream.of(new Start(micros(time), count))).toList());
    }

    /** Those that count at a time and later, and as few of them as tell enough. */
    public Starts since(Instant now, Duration per) {
        long from = micros(now) - micros(per);
        List<Start> counted = starts.stream().filter(one -> one.micros() > from).toList();
        return new Starts(counted.size() <= MOST ? counted : merged(counted, micros(per)));
    }

    private static List<Start> merged(List<Start> starts, long per) {
        long width = Math.max(1, per * 2 / MOST);
        List<Start> merged = new ArrayList<>();
        for (Start one : starts) {
            int last = merged.size() - 1;
            if (last >= 0 && one.micros() / width == merged.get(last).micros() / width) {
                merged.set(last, new Start(one.micros(), merged.get(last).count() + one.count()));
            } else {
                merged.add(one);
            }
        }
        return merged;
    }

    /** How many they are. */
    public long count() {
        return starts.stream().mapToLong(Start::count).sum();
    }

    /**
     * How long until fewer than some count.
     *
     * @return zero if it is so already
     */
    public Duration untilFewerThan(int rate, Instant now, Duration per) {
        long left = count();
        long wanted = micros(now);
        for (Start one : starts) {
            if (left < rate) {
                break;
            }
            left -= one.count();
            wanted = one.micros() + micros(per);
        }
        return Duration.of(Math.max(0, wanted - micros(now)), ChronoUnit.MICROS);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }

    @Override
    public String toString() {
        return starts.stream().map(Start::toString).collect(Collectors.joining(","));
    }
}
