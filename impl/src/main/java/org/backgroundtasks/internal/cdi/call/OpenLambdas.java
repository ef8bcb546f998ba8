package org.backgroundtasks.internal.cdi.call;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.cdi.server.CallTransactions;
import org.backgroundtasks.internal.cdi.server.Entered;
import org.jspecify.annotations.Nullable;

/**
 * The lambdas of {@code enqueue}, {@code enqueueAll} and {@code now} that are being called. A call
 * that one of them makes on another thread, as a parallel stream does, would escape from it: into a
 * transaction of its own, without the options that were asked for. Such a call is refused.
 *
 * <p>Threads do not tell whose work they do. So a call is taken for a strayed one if its thread has
 * no transaction and serves no request, while a lambda waits for the work of others. A lambda that
 * was refused may leave calls behind, in the queue of an executor: so the same holds for a second
 * after its end.
 */
@ApplicationScoped
class OpenLambdas {

    /** How long a lambda may take from a call on another thread to waiting for it. */
    private static final Duration LONGEST_HANDING_OUT = Duration.ofSeconds(1);

    /** How long calls may come that a refused lambda has left behind. */
    private static final Duration LONGEST_LEFT_BEHIND = Duration.ofSeconds(1);

    private static final String SERVLETS = "jakarta.servlet.";
    private static final long PAUSE_NANOS = 20_000;

    /** The classes of parallel streams, whose caller helps with their work. */
    private static final String OF_STREAMS = "java.util.concurrent.ForkJoin";

    /**
     * The classes by which a thread waits for a database, or for another server. Those of servers
     * are their pools of connections.
     */
    private static final Pattern OF_OWN_WAITING =
            Pattern.compile(
                    "(javax?\\.sql|java\\.net|jdk\\.internal\\.net|sun\\.net|sun\\.nio|jakarta\\.resource|jakarta\\.persistence"
                            + "|org\\.jboss\\.jca|com\\.ibm\\.(ejs\\.j2c|ws\\.(rsadapter|j2c))|com\\.sun\\.(gjc|enterprise\\.(connectors|resource))"
                            + "|com\\.zaxxer\\.hikari|io\\.agroal|org\\.(postgresql|h2|mariadb)|org\\.apache\\.derby"
                            + "|com\\.mysql|com\\.microsoft\\.sqlserver|oracle\\.(jdbc|ucp)|com\\.ibm\\.db2)\\..*");

    @Inject private BeanManager beans;
    @Inject private CallTransactions transactions;

    private final Set<Lambda> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Lambda> lastRefused = new AtomicReference<>();

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
        if (open.isEmpty() && lastRefused.get() == null) {
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
        Lambda refused = lastRefused.get();
        if (refused != null) {
            if (refused.mayHaveLeftCalls()) {
                throw refused.strayed(method);
            }
            lastRefused.compareAndSet(refused, null);
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
        private volatile boolean isOpen = true;
        private volatile @Nullable TaskCallException strayed;
        private volatile long closedAt;

        private Lambda(Thread thread) {
            this.thread = thread;
        }

        /** It may still be handing out its work: then it waits a little later, or ends. */
        private boolean waitsForOthers() {
            long askedAt = System.nanoTime();
            while (isOpen) {
                if (isAmongOthersWork()) {
                    return true;
                }
                if (System.nanoTime() - askedAt > LONGEST_HANDING_OUT.toNanos()) {
                    return false;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return false;
        }

        private boolean isAmongOthersWork() {
            boolean isCalledByStream = Thread.currentThread() instanceof ForkJoinWorkerThread;
            boolean isWaiting = isWaiting(thread.getState());
            if (!isWaiting && !isCalledByStream) {
                return false;
            }
            boolean isInStream = false;
            for (StackTraceElement frame : thread.getStackTrace()) {
                String type = frame.getClassName();
                if (type.equals(Request.class.getName())) {
                    return isInStream || isWaiting;
                }
                if (type.equals(BackgroundInterceptor.class.getName())) {
                    // A body is not part of the lambda: whoever it waits for is not, either.
                    isWaiting = false;
                    isInStream = false;
                } else if (OF_OWN_WAITING.matcher(type).matches()) {
                    isWaiting = false;
                } else if (type.startsWith(OF_STREAMS)) {
                    isInStream = isCalledByStream;
                }
            }
            return false;
        }

        private boolean mayHaveLeftCalls() {
            return System.nanoTime() - closedAt < LONGEST_LEFT_BEHIND.toNanos();
        }

        /** For a monitor one waits that others have; nobody works for who waits. */
        private static boolean isWaiting(Thread.State state) {
            return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
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
            closedAt = System.nanoTime();
            if (strayed != null) {
                lastRefused.set(this);
            }
            isOpen = false;
            open.remove(this);
        }
    }
}
