package org.backgroundtasks.faults.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskContext;

/** Bodies: healthy ones, and such as no server would wish for. */
@ApplicationScoped
public class Jobs {

    private static final int MEGABYTE = 1 << 20;

    @Inject private TaskContext task;
    @Inject private Oracle oracle;
    @Inject private Instance<Missing> missing;

    /** Is provided by nobody. */
    public interface Missing {
        void work();
    }

    @Background(name = "work")
    public void work(long millis) throws InterruptedException {
        oracle.started(task.id());
        Thread.sleep(millis);
        oracle.effect(task.id());
    }

    /** Takes its time in the first attempt only, and does not end when it is told to. */
    @Background(name = "slow-at-first")
    public void slowAtFirst(long millis) {
        oracle.started(task.id());
        if (oracle.isFirstLease(task.id())) {
            long end = System.nanoTime() + millis * 1_000_000;
            while (System.nanoTime() < end) {
                try {
                    Thread.sleep(Math.max(1, (end - System.nanoTime()) / 1_000_000));
                } catch (InterruptedException e) {
                    // Just what it does not listen to.
                }
            }
        }
        oracle.effect(task.id());
    }

    /** Takes its time in the first attempt only, and longer than it may. */
    @Background(name = "limited", timeout = 10)
    public void limited(long millis) throws InterruptedException {
        oracle.started(task.id());
        if (oracle.isFirstLease(task.id())) {
            Thread.sleep(millis);
        }
        oracle.effect(task.id());
    }

    /** Has long arguments, so that there is no room for another version of its row beside it. */
    @Background(name = "bulky")
    public void bulky(long millis, String text) throws InterruptedException {
        work(millis);
    }

    /** Writes without a pause in the first attempt, until it is told to stop. */
    @Background(name = "busy", timeout = 1)
    public void busy() throws InterruptedException {
        oracle.started(task.id());
        if (oracle.isFirstLease(task.id())) {
            while (!Thread.interrupted()) {
                oracle.reached("busy");
            }
            throw new InterruptedException();
        }
        oracle.effect(task.id());
    }

    /** Two of these in opposite directions lock each other out. */
    @Background(name = "transfer", maxAttempts = 200)
    public void transfer(int from, int to) throws InterruptedException {
        oracle.started(task.id());
        oracle.update("update account set balance = balance - 1 where id = ?", from);
        Thread.sleep(200);
        oracle.update("update account set balance = balance + 1 where id = ?", to);
        oracle.effect(task.id());
    }

    /** Two of these at once cannot both commit. */
    @Background(name = "serializable", maxAttempts = 200)
    public void serializable() throws InterruptedException {
        oracle.started(task.id());
        oracle.update("set transaction isolation level serializable");
        oracle.update(
                "update account set balance = (select sum(balance) from account) where id = 1");
        Thread.sleep(50);
        oracle.effect(task.id());
    }

    @Background(name = "error", maxAttempts = 3)
    public void error() {
        oracle.started(task.id());
        throw new Error("poison");
    }

    @Background(name = "out-of-memory", maxAttempts = 3)
    public void outOfMemory() {
        oracle.started(task.id());
        List<byte[]> hoard = new ArrayList<>();
        while (hoard.size() < Integer.MAX_VALUE) {
            hoard.add(new byte[MEGABYTE]);
        }
    }

    @Background(name = "halt", maxAttempts = 25)
    public void halt() {
        oracle.started(task.id());
        Runtime.getRuntime().halt(3);
    }

    @Background(name = "unreadable", maxAttempts = 3)
    public void unreadable(int number) {
        oracle.effect(task.id());
    }

    @Background(name = "missing", maxAttempts = 3)
    public void missing() {
        oracle.started(task.id());
        missing.get().work();
    }
}
