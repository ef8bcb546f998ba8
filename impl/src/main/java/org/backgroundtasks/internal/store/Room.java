package org.backgroundtasks.internal.store;

/**
 * How much a claim may take.
 *
 * @param tasks how many tasks at most
 * @param slots how many of them in any case, however large; there are threads for them
 * @param bytes others only while the arguments of those before them have fewer bytes than this
 */
public record Room(int tasks, int slots, long bytes) {

    /** Room for some tasks, however large. */
    public static Room of(int tasks) {
        return new Room(tasks, tasks, 0);
    }

    /** Whether another one may be taken after some that have so many bytes. */
    public boolean isLeft(int tasksBefore, long bytesBefore) {
        return tasksBefore < slots || tasksBefore < tasks && bytesBefore < bytes;
    }
}
