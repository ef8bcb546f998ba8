package org.backgroundtasks.internal.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.backgroundtasks.TaskCallException;
import org.jspecify.annotations.Nullable;

/**
 * The lambdas of {@code enqueue}, {@code enqueueAll} and {@code now} that are being called. A call
 * that one of them makes on another thread, as a parallel stream does, would escape from it: into a
 * transaction of its own, without the options that were asked for. Such a call is refused.
 *
 * <p>Threads do not tell whose work they do. So a call is taken for a strayed one if its thread has
 * no transaction and serves no request, while a lambda waits for the work of others.
 */
@ApplicationScoped
class OpenLambdas {

    /** How long a lambda may take from handing out its work to waiting for it. */
    private static final Duration LONGEST_HANDING_OUT = Duration.ofMillis(100);

    private static final String SERVLETS = "jakarta.servlet.";
    private static final long PAUSE_NANOS = 20_000;

    /** The classes by which a thread waits for the work of others, or takes part in it. */
    private static final Pattern OF_OTHERS_WORK =
            Pattern.compile(
                    "java\\.util\\.concurrent\\..*(Future|ForkJoin|Executor|CountDownLatch|CyclicBarrier|Phaser|Exchanger"
                            + "|TaskScope|BlockingQueue|BlockingDeque|SynchronousQueue|TransferQueue|Semaphore).*"
                            + "|.*Future(Impl|Task)?");

    @Inject private BeanManager beans;
    @Inject private CallTransactions transactions;

    private final Set<Lambda> open = ConcurrentHashMap.newKeySet();

    /** Notes that a lambda is called on this thread, until it is closed. */
    Lambda open() {
        Lambda lambda = new Lambda(Thread.currentThread());
        open.add(lambda);
        return lambda;
    }

    /**
     * Refuses a call that has no handler on its thread, if it has strayed from a lambda.
     *
     * @param method the name of the task
     */
    void requireNotStrayed(String method) {
        if (open.isEmpty()) {
            return;
        }
        // A thread of a parallel stream works for somebody, whatever it has begun itself.
        boolean isOfStream = Thread.currentThread() instanceof ForkJoinWorkerThread;
        if (!isOfStream && (transactions.isActive() || servesRequest())) {
            return;
        }
        for (Lambda lambda : open) {
            if (lambda.waitsForOthers()) {
                throw lambda.strayed(method);
            }
        }
    }

    /** A server may lend a request to threads that work for it; these serve none of their own. */
    private boolean servesRequest() {
        try {
            beans.getContext(RequestScoped.class);
        } catch (ContextNotActiveException e) {
            return false;
        }
        return StackWalker.getInstance()
                .walk(
                        frames ->
                                frames.anyMatch(
                                        frame -> frame.getClassName().startsWith(SERVLETS)));
    }

    /** A lambda that is being called. */
    final class Lambda implements Entered {

        private final Thread thread;
        private final long openedAt = System.nanoTime();
        private volatile boolean isOpen = true;
        private volatile @Nullable TaskCallException strayed;

        private Lambda(Thread thread) {
            this.thread = thread;
        }

        /** It may still be handing out its work: then it waits a little later, or ends. */
        private boolean waitsForOthers() {
            while (isOpen) {
                if (isAmongOthersWork()) {
                    return true;
                }
                if (System.nanoTime() - openedAt > LONGEST_HANDING_OUT.toNanos()) {
                    return false;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return false;
        }

        private boolean isAmongOthersWork() {
            boolean isWaiting = thread.getState() != Thread.State.RUNNABLE;
            // Who calls a parallel stream helps with its work.
            if (!isWaiting && !(Thread.currentThread() instanceof ForkJoinWorkerThread)) {
                return false;
            }
            for (StackTraceElement frame : thread.getStackTrace()) {
                String type = frame.getClassName();
                if (type.equals(Request.class.getName())) {
                    return false;
                }
                boolean isJoining =
                        type.equals(Thread.class.getName()) && frame.getMethodName().equals("join");
                if (isJoining || OF_OTHERS_WORK.matcher(type).matches()) {
                    return true;
                }
            }
            return false;
        }

        private TaskCallException strayed(String method) {
            TaskCallException refusal =
                    CallMessages.LOG.strayed(
                            method, Thread.currentThread().getName(), thread.getName());
            strayed = refusal;
            return refusal;
        }

        /** Throws if a call has strayed; the lambda may not have let that through. */
        void requireNoneStrayed() {
            TaskCallException refusal = strayed;
            if (refusal != null) {
                throw refusal;
            }
        }

        @Override
        public void close() {
            isOpen = false;
            open.remove(this);
        }
    }
}
