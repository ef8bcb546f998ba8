package org.backgroundtasks.internal.cdi.node;

import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.cdi.server.EngineTime;
import org.backgroundtasks.internal.cdi.server.JtaTransactions;
import org.backgroundtasks.internal.cdi.server.Lookup;
import org.backgroundtasks.internal.cdi.server.Plainly;
import org.backgroundtasks.internal.cdi.server.ServerThreads;
import org.backgroundtasks.internal.cdi.server.VirtualThreads;
import org.backgroundtasks.internal.codec.MetadataCodec;
import org.backgroundtasks.internal.config.WorkerSettings;
import org.backgroundtasks.internal.store.jpa.Stores;
import org.backgroundtasks.internal.store.worker.WorkerStore;
import org.backgroundtasks.internal.task.Durations;
import org.backgroundtasks.internal.worker.Bodies;
import org.backgroundtasks.internal.worker.WorkerEnvironment;
import org.backgroundtasks.internal.worker.WorkerStatus;
import org.backgroundtasks.internal.worker.node.Worker;
import org.backgroundtasks.internal.worker.node.WorkerFeatures;
import org.backgroundtasks.internal.worker.run.TaskThreads;
import org.backgroundtasks.internal.worker.schedule.ScheduleFeature;
import org.backgroundtasks.internal.worker.upkeep.EarlierSignatures;
import org.jspecify.annotations.Nullable;

/**
 * The worker of this deployment. It starts when the store can be opened; until then it tries again
 * each second. Starting and stopping twice is harmless: it is done by a session bean, and by CDI's
 * own events.
 */
@ApplicationScoped
public class Node {

    private static final Duration LONGEST_START = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration NEIGHBOUR_INTERVAL = Duration.ofMinutes(1);

    @Inject private Deployment deployment;
    @Inject private EngineTime time;
    @Inject private StoreAccess access;
    @Inject private Codec codec;
    @Inject private Upcasters upcasters;
    @Inject private JtaTransactions transactions;
    @Inject private ServerThreads threads;
    @Inject private VirtualThreads virtualThreads;
    @Inject private Bodies bodies;
    @Inject private TaskEvents events;
    @Inject private OtherNodes others;
    @Inject private StoredTasks stored;
    @Inject private MethodLanes lanes;

    private volatile boolean hasBegun;
    private volatile @Nullable Long missedSince;
    private @Nullable Future<?> starting;
    private volatile @Nullable Worker worker;

    /**
     * Starts late where the server has not told of the start of the WAR, as with an absolute
     * ordering in its {@code web.xml} that leaves this library out.
     */
    public void startIfForgotten() {
        if (hasBegun) {
            return;
        }
        long now = System.nanoTime();
        Long since = missedSince;
        if (since == null) {
            missedSince = now;
        } else if (now - since > LONGEST_START.toNanos()) {
            CallMessages.LOG.startForgotten();
            start();
        }
    }

    /** Where a server has no session beans, {@link WorkerStartup} starts and stops nothing. */
    void startWithout(@Observes Startup event) {
        try {
            start();
        } catch (RuntimeException e) {
            // Payara tells of it in an EAR before a WAR has names; a session bean comes later.
            CallMessages.LOG.debug("Too early to start", e);
        }
    }

    void stopWithout(@Observes Shutdown event) {
        stop();
    }

    synchronized void start() {
        if (hasBegun) {
            return;
        }
        ManagedScheduledExecutorService scheduler =
                Lookup.of("java:comp/DefaultManagedScheduledExecutorService");
        threads.prepare();
        makeCodec();
        WorkerSettings settings = deployment.settings().worker();
        Plainly.announce(
                CallMessages.LOG.deployed(
                        deployment.methods().definitions().signatures().size(),
                        deployment.settings().store().dataSource(),
                        deployment.methods().names()));
        if (deployment.methods().definitions().signatures().isEmpty()) {
            CallMessages.LOG.noMethods();
        }
        if (!settings.enabled()) {
            CallMessages.LOG.workerDisabled();
        }
        long interval = Durations.shorter(settings.pollInterval(), LONGEST_PAUSE).toMillis();
        // No database work while the server starts: it would make the start depend on the
        // database.
        StartTrials trials = new StartTrials(deployment.settings().store().dataSource());
        starting =
                scheduler.scheduleWithFixedDelay(
                        () -> tryToStart(trials, settings), 0, interval, TimeUnit.MILLISECONDS);
        hasBegun = true;
    }

    /** In the application's context; where there is no JSON-B, the first call says so. */
    private void makeCodec() {
        try {
            codec.get();
        } catch (RuntimeException e) {
            CallMessages.LOG.debug("Arguments cannot be written", e);
        }
    }

    /** Connects outside of the monitor: that may take long, and a stop must not wait for it. */
    private void tryToStart(StartTrials trials, WorkerSettings settings) {
        if (!trials.isDue()) {
            return;
        }
        try {
            // Without a worker, too: a call must not take a connection beside the caller's.
            access.leaveToNode(true);
            Stores stores = access.stores();
            trials.succeeded();
            if (!settings.enabled()) {
                stopTrying();
                lookForOthers(stores.worker());
                return;
            }
            start(
                    new Worker(
                            new WorkerEnvironment(
                                    access.node(),
                                    time.ticker(),
                                    threads.upkeep(),
                                    threads.timer(),
                                    threads.factory(),
                                    TaskThreads.pool(virtualThreads.orElse(threads.factory())),
                                    threads::inUnit,
                                    transactions,
                                    bodies,
                                    events),
                            settings,
                            deployment.methods().definitions(),
                            stores.worker(),
                            codec.get(),
                            WorkerFeatures.of(
                                    others.signals(),
                                    new ScheduleFeature(
                                            deployment.schedules(), stored, new MetadataCodec()),
                                    upcasters.all(),
                                    lanes::of)));
        } catch (Throwable e) {
            trials.failed(e);
        }
    }

    /** As a worker does, where there is none. */
    private void lookForOthers(WorkerStore store) {
        EarlierSignatures signatures =
                new EarlierSignatures(
                        store.signatures(),
                        deployment.methods().definitions(),
                        upcasters.all(),
                        codec.get(),
                        () -> {});
        inUnits(signatures, Duration.ZERO);
        inUnits(() -> StoreAccess.lookForNeighbours(store.upkeep()), NEIGHBOUR_INTERVAL);
    }

    private void inUnits(Runnable work, Duration begin) {
        threads.upkeep()
                .scheduleWithFixedDelay(
                        () -> threads.inUnit(() -> tried(work)),
                        begin.toSeconds(),
                        NEIGHBOUR_INTERVAL.toSeconds(),
                        TimeUnit.SECONDS);
    }

    /** One that throws would not be done again. */
    private static void tried(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            CallMessages.LOG.debug("What a node without a worker does now and then", e);
        }
    }

    private synchronized void stopTrying() {
        if (starting != null) {
            starting.cancel(false);
        }
    }

    private synchronized void start(Worker ready) {
        Future<?> trying = starting;
        if (trying == null || worker != null) {
            return;
        }
        try {
            ready.start();
            worker = ready;
            trying.cancel(false);
        } catch (RuntimeException | Error e) {
            ready.stop();
            throw e;
        }
    }

    /** Says that tasks were stored and are due after a while. Throws nothing. */
    public void wake(String queue, Duration delay, int count) {
        Worker awake = worker;
        if (awake != null && awake.wake(queue, delay, count)) {
            return;
        }
        if (!Durations.isPositive(delay)) {
            others.tell(queue);
        } else if (delay.compareTo(settings().pollInterval()) < 0) {
            others.tellOfAll();
        }
    }

    /** Says that tasks of a queue take turns. Throws nothing. */
    void noteLanes(String queue) {
        Worker awake = worker;
        if (awake != null) {
            awake.noteLanes(queue);
        }
    }

    /** Says that something has become due somewhere. Throws nothing. */
    public void wakeForAll() {
        Worker awake = worker;
        if (awake != null) {
            awake.wakeForAll();
        }
        others.tellOfAll();
    }

    private WorkerSettings settings() {
        return deployment.settings().worker();
    }

    /** How the worker does; empty while it has not started. */
    Optional<WorkerStatus> status() {
        return Optional.ofNullable(worker).map(Worker::status);
    }

    void stop() {
        Worker last;
        synchronized (this) {
            if (starting != null) {
                starting.cancel(false);
                starting = null;
            }
            access.leaveToNode(false);
            last = worker;
            worker = null;
        }
        try {
            if (last != null) {
                last.stop();
            }
        } catch (RuntimeException e) {
            CallMessages.LOG.notStopped(e);
        } finally {
            threads.stop();
        }
    }
}
