package org.backgroundtasks.benchmarks.app;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.backgroundtasks.benchmarks.Threads;

/** What the benchmark asks of a server. */
@Path("/")
@ApplicationScoped
public class Control {

    private static final String TEXT = "text-";
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    @Inject private Caller caller;
    @Inject private Jobs jobs;
    @Inject private Pickups pickups;
    @Inject private Timers timers;

    @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
    private ManagedThreadFactory threads;

    /**
     * Enqueues from several threads.
     *
     * @return how many nanoseconds that took
     */
    @POST
    @Path("enqueue")
    public long enqueue(
            @QueryParam("job") String job,
            @QueryParam("threads") @DefaultValue("1") int threadCount,
            @QueryParam("count") int count,
            @QueryParam("at-once") @DefaultValue("1") int atOnce)
            throws Exception {
        LongConsumer call = call(job, atOnce);
        return time(threadCount, Math.max(1, count / atOnce / threadCount), call, atOnce);
    }

    private long time(int threadCount, int calls, LongConsumer call, int step) throws Exception {
        return Threads.time(
                threadCount,
                threads,
                () -> {
                    for (int i = 0; i < calls; i++) {
                        call.accept((long) i * step);
                    }
                });
    }

    /** Letters and digits that no compression makes much shorter. */
    private static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private LongConsumer call(String job, int atOnce) {
        if (job.startsWith(TEXT)) {
            String text = random(Integer.parseInt(job.substring(TEXT.length())));
            return calling(number -> jobs.text(text));
        }
        return switch (job) {
            case "parked" ->
                    atOnce == 1
                            ? calling(jobs::parked)
                            : number -> caller.parkedAtOnce(number, atOnce);
            case "keyed" -> atOnce == 1 ? caller::keyed : number -> caller.keyedAtOnce(atOnce);
            case "kept" -> caller::kept;
            case "each" -> calling(jobs::each);
            case "outside" -> calling(jobs::outside);
            case "batched" -> calling(jobs::batched);
            case "limited" -> calling(jobs::limited);
            case "rated" -> calling(jobs::rated);
            case "account" -> calling(jobs::account);
            case "fair" -> calling(jobs::fair);
            case "three" -> calling(jobs::three);
            case "narrow" -> calling(jobs::narrow);
            default -> throw new IllegalArgumentException(job);
        };
    }

    private LongConsumer calling(LongConsumer job) {
        return number -> caller.call(job, number);
    }

    /** Creates timers from several threads. */
    @POST
    @Path("timers")
    public long timers(
            @QueryParam("threads") int threadCount,
            @QueryParam("count") int count,
            @QueryParam("at-once") @DefaultValue("1") int atOnce,
            @QueryParam("due") long due)
            throws Exception {
        return time(
                threadCount,
                count / atOnce / threadCount,
                number -> timers.schedule(Instant.ofEpochMilli(due), atOnce),
                1);
    }

    @GET
    @Path("timers")
    public long timersDone() {
        return Timers.done();
    }

    @GET
    @Path("last-timer")
    public long lastTimer() {
        return Timers.last();
    }

    /** How many tasks have run here. */
    @GET
    @Path("done")
    public long done() {
        return jobs.done();
    }

    /** Enqueues now and then, so that each task finds an idle worker. */
    @POST
    @Path("pickups")
    public void pickups(@QueryParam("count") int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Thread.sleep(ThreadLocalRandom.current().nextInt(10, 40));
            caller.pickup();
        }
    }

    /** How long the tasks waited, in microseconds; and forgets it. */
    @POST
    @Path("picked")
    public String picked() {
        String all = pickups.all().stream().map(String::valueOf).collect(Collectors.joining(" "));
        pickups.forget();
        return all;
    }
}
