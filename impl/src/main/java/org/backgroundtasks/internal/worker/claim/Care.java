package org.backgroundtasks.internal.worker.claim;

/**
 * How many claims of a queue leave the arguments to the run. Memory may not hold them, which
 * drivers tell in many ways: so after a claim that was broken off, whatever it was by, the next
 * ones take a task each, and what fails in reading its arguments is its own.
 */
final class Care {

    private static final int MOST = 64;

    private int left;
    private int next = 1;

    /** Says that a claim was broken off that had to read arguments. */
    void needsMore() {
        left = next;
        next = Math.min(2 * next, MOST);
    }

    /** Whether the next claim is to leave the arguments where they are. */
    boolean isDue() {
        return left > 0;
    }

    /** Says that one has. */
    void taken() {
        left--;
    }
}
