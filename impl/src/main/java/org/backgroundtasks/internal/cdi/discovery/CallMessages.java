package org.backgroundtasks.internal.cdi.discovery;

import static org.jboss.logging.Logger.Level.ERROR;
import static org.jboss.logging.Logger.Level.INFO;
import static org.jboss.logging.Logger.Level.WARN;

import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.time.Instant;
import org.backgroundtasks.DuplicateTaskException;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.TaskId;
import org.backgroundtasks.TaskStoreException;
import org.backgroundtasks.internal.logging.Messages;
import org.jboss.logging.BasicLogger;
import org.jboss.logging.annotations.Cause;
import org.jboss.logging.annotations.LogMessage;
import org.jboss.logging.annotations.Message;
import org.jboss.logging.annotations.MessageLogger;
import org.jboss.logging.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Messages 400 to 499: calls and start. */
@MessageLogger(projectCode = "BGTASK", length = 6)
public interface CallMessages extends BasicLogger {

    CallMessages LOG =
            Messages.logger(MethodHandles.lookup(), CallMessages.class, "org.backgroundtasks");

    @Message(
            id = 400,
            value =
                    "No @Background method was called; within the lambda, call one on an injected bean, not on 'this'"
                            + " and not on another thread")
    TaskCallException noCall();

    /** Repair: Call one in `enqueue`, and store many by `enqueueAll`. */
    @Message(id = 401, value = "More than one @Background method was called (%s, then %s), %s")
    TaskCallException secondCall(String first, String second, String soWhat);

    /** Repair: Look at the cause: the lambda's own code has thrown a checked exception. */
    @Message(id = 402, value = "The lambda threw, and nothing was stored")
    TaskCallException callThrew(@Cause Throwable cause);

    /** Repair: Pass a delay of zero or more. */
    @Message(id = 403, value = "A delay of %s is negative; zero means at once")
    TaskCallException negativeDelay(Duration delay);

    /** Repair: Pass an instant within these years. */
    @Message(id = 404, value = "The time %s lies outside the years 1 to 9999")
    TaskCallException timeOutOfRange(Instant time);

    @Message(
            id = 405,
            value =
                    "'%s' is not a queue name; it has 1 to 100 characters, none of them a comma or a control character, and no blanks around it")
    TaskCallException notAQueue(String queue);

    /** Repair: Ask within the method that runs as a task, on its own thread. */
    @Message(
            id = 406,
            value =
                    "TaskContext answers only on the thread of a running task, which a call by TaskScheduler.now is not")
    TaskCallException noRunningTask();

    @Message(
            id = 407,
            value =
                    "%s is intercepted as a @Background method, but was not found at deployment; annotate the class of"
                            + " the bean, not one that another extension replaces")
    TaskCallException unknownMethod(String method);

    @Message(
            id = 408,
            value =
                    "The data source '%s' was not found; define it on the server, or name another with"
                            + " background-tasks.datasource")
    TaskStoreException noDataSource(String name, @Cause Throwable cause);

    /** Repair: None. It is said once at the start, with the names of the methods. */
    @Message(id = 409, value = "Background Tasks: %d @Background method(s), data source %s: %s")
    String deployed(int methods, String dataSource, String names);

    /**
     * Repair: Do what the message says. It tries again each second, and says when it works (429).
     */
    @LogMessage(level = WARN)
    @Message(
            id = 410,
            value =
                    "The worker cannot start yet, nor can tasks be stored, and it goes on trying: %s; %s")
    void notStartedYet(String why, String repair);

    /** Repair: Look at the cause. Other nodes take over what is left, after a lease. */
    @LogMessage(level = ERROR)
    @Message(
            id = 411,
            value = "The worker could not be stopped in order; its leases expire by themselves")
    void notStopped(@Cause Throwable cause);

    /** Repair: None, if this node is only to enqueue. */
    @LogMessage(level = INFO)
    @Message(
            id = 412,
            value = "The worker is switched off on this node by background-tasks.worker.enabled")
    void workerDisabled();

    /** Repair: Correct the key, or leave it if it is another application's. */
    @LogMessage(level = WARN)
    @Message(
            id = 413,
            value =
                    "The configuration key '%s' names no @Background method of this deployment and is ignored")
    void strayKey(String key);

    /** Repair: Look the task up by TaskScheduler.find before you call again. */
    @Message(
            id = 414,
            value =
                    "The transaction of the call failed, and it is not known whether it has committed; TaskScheduler.find tells")
    TaskStoreException notCommitted(@Cause Throwable cause);

    /** Repair: Run the server on Java 21 or newer, or remove the key. */
    @LogMessage(level = WARN)
    @Message(
            id = 418,
            value =
                    "background-tasks.virtual-threads is true, but Java %d has none: that takes Java 21; tasks run on"
                            + " platform threads")
    void noVirtualThreads(int java);

    /** Repair: Look at the cause, which is in the observer. */
    @LogMessage(level = ERROR)
    @Message(id = 416, value = "An observer of %s failed; the task goes on")
    void observerFailed(Object event, @Cause Throwable cause);

    /** Repair: Call again. If it goes on, see whether the database answers. */
    @Message(
            id = 417,
            value = "The database has not answered yet: another call is still waiting for it")
    TaskStoreException storeIsOpening();

    /** Repair: Call again in a moment. If it goes on, see the log for 410. */
    @Message(
            id = 428,
            value =
                    "Nothing was stored: the tasks' database has not been opened yet, which the node goes on to try; a call in a"
                            + " transaction waits for it, but not for long")
    TaskStoreException notOpened(@Cause @Nullable Throwable cause);

    /** Repair: None. */
    @Message(id = 429, value = "Background Tasks: what the worker needs is there now")
    String canStart();

    /** Repair: None. */
    @LogMessage(level = WARN)
    @Message(
            id = 415,
            value =
                    "The transaction of a failed task could not be rolled back; the server does so by itself")
    void notRolledBack(@Cause Throwable cause);

    @Message(
            id = 419,
            value =
                    "The body of %s has not begun on the thread of its run: an interceptor has left it out, or an interceptor or"
                            + " the container has moved it to another thread; remove what does so from the method")
    TaskCallException notOnThread(String method);

    @Message(
            id = 420,
            value =
                    "%s was called on the thread '%s' out of a lambda that is called on the thread '%s', and nothing of it is"
                            + " stored; call @Background methods on the lambda's own thread, without parallel streams and executors")
    TaskCallException strayed(String method, String thread, String threadOfLambda);

    /** Repair: Call again on another node, or when the server has started. */
    @Message(
            id = 421,
            value =
                    "The call has failed before its transaction could commit, and nothing was stored; the server may be stopping,"
                            + " or may not let the thread begin a transaction")
    TaskStoreException notStored(@Cause Throwable cause);

    @Message(id = 422, value = "%s is null; it has to be given")
    TaskCallException isNull(String what);

    @LogMessage(level = WARN)
    @Message(
            id = 424,
            value =
                    "The server has not told Background Tasks of the start of its WAR, so the worker starts now, with a call; put"
                            + " the library into WEB-INF/lib, and <others/> into an <absolute-ordering> of web.xml")
    void startForgotten();

    @LogMessage(level = WARN)
    @Message(
            id = 425,
            value =
                    "No @Background method was found; a class that has one needs a scope such as @ApplicationScoped, and beans.xml"
                            + " must not say bean-discovery-mode=\"none\"")
    void noMethods();

    @Message(
            id = 426,
            value =
                    "%s was called and is not stored: a run of it has not passed by the interceptor of Background Tasks"
                            + " on its own thread, so this call may come from such a run; remove what moves it to another thread, as"
                            + " <async-method> in ejb-jar.xml does, or an interceptor with a negative priority")
    TaskCallException mayBeOfRun(String method);

    @Message(
            id = 427,
            value =
                    "%s is called on a bean that is made by %s, and a worker runs methods only of beans that CDI makes itself, so"
                            + " nothing is stored; give the class a scope, such as @ApplicationScoped, and remove the producer")
    TaskCallException produced(String method, String producer);

    @Message(
            id = 430,
            value =
                    "'%s' is not a label; it has 1 to 200 characters, none of them a control character, and is not blank")
    TaskCallException notALabel(String label);

    /** Repair: Pass such a key. */
    @Message(
            id = 431,
            value =
                    "'%s' is not a key; it has 1 to 500 characters, none of them a control character")
    TaskCallException notAKey(String key);

    /** Repair: Look for its key with TaskSchedules.list(), or put it first. */
    @Message(id = 432, value = "There is no schedule '%s'")
    TaskCallException noSchedule(String key);

    @Message(
            id = 433,
            value =
                    "The schedule '%s' is declared by @Recurring; change it there or in the configuration, where cron=- switches it"
                            + " off, or take another key")
    TaskCallException declaredSchedule(String key);

    /** Repair: Let it end later. */
    @Message(id = 434, value = "The schedule '%s' has no instant from now on")
    TaskCallException firesNever(String key);

    /** Repair: Ask for fewer at a time. */
    @Message(id = 435, value = "%d is not a number from 1 to %d")
    TaskCallException notACount(int n, int most);

    /** Repair: None, if that is what OnConflict.FAIL is for; else let it run, or take KEEP. */
    @Message(id = 436, value = "The key '%s' of %s is taken by the task %s, and nothing was stored")
    DuplicateTaskException keyTaken(String key, String name, TaskId by, @Param TaskId holder);

    /** Repair: Cancel that one first, or leave this one. */
    @Message(id = 437, value = "The task %s is not brought back, since the task %s has its key now")
    DuplicateTaskException keyTakenSince(TaskId id, TaskId by, @Param TaskId holder);

    /** Repair: Let that one end first. */
    @Message(
            id = 442,
            value =
                    "The schedule '%s' stores no task now, since the task %s has the key of its method")
    DuplicateTaskException scheduleKeyTaken(String schedule, TaskId by, @Param TaskId holder);

    /** Repair: Pass another key. */
    @Message(id = 438, value = "'%s' is blank, and a key has to have something")
    TaskCallException blankKey(String key);

    @Message(
            id = 439,
            value =
                    "%s has no key of its own, and a %s among its arguments has no order, so equal calls may have different keys;"
                            + " pass a key by unique, or give the method @Unique(key = …)")
    TaskCallException noKey(String method, String type);

    /** Repair: Pass such durations. */
    @Message(
            id = 440,
            value =
                    "A debounce of %s, at most %s, is none; quiet has to be more than zero, and not more than atMost and %s")
    TaskCallException notADebounce(Duration quiet, Duration atMost, Duration longest);

    /** Repair: Mend the getter, which throws. */
    @Message(id = 441, value = "The key of a call of %s cannot be made of its arguments")
    TaskCallException keyNotMade(String method, @Cause Throwable cause);

    /** Repair: Mend the getter, which throws. */
    @Message(
            id = 443,
            value =
                    "The group, or the key of a limit, of %s cannot be made of the arguments of a call")
    TaskCallException limitNotMade(String method, @Cause Throwable cause);

    /** Repair: Give a shorter one, such as the number of the tenant. */
    @Message(
            id = 444,
            value =
                    "A group has one to 100 characters, no control characters, and no blank at its end: '%s' is none")
    TaskCallException notAGroup(String group);
}
