package org.backgroundtasks.internal.store.worker;

/**
 * How much a claim may take.
 *
 * @param tasks how many tasks at most
 * @param slots for how many of them there are threads
 * @param bytes others only while the arguments of those before them have fewer bytes than this
 * @param mostBytes the same for all of them: no more is read into memory but for the last one
 */
public record ClaimLimit(int tasks, int slots, long bytes, long mostBytes) {

    /** A limit that only its threads and what waits for them bound. */
    public ClaimLimit(int tasks, int slots, long bytes) {
        this(tasks, slots, bytes, Long.MAX_VALUE);
    }

    /** Some tasks, however large. */
    public static ClaimLimit of(int tasks) {
        return new ClaimLimit(tasks, tasks, 0);
    }

    /** The same, of no more than some bytes. */
    public ClaimLimit within(long most) {
        return new ClaimLimit(tasks, slots, Math.min(bytes, most), most);
    }

    /** Whether another one may be taken after some that have so many bytes. */
    public boolean isLeft(int tasksBefore, long bytesBefore) {
        return tasksBefore < tasks && bytesBefore < (tasksBefore < slots ? mostBytes : bytes);
    }
}
