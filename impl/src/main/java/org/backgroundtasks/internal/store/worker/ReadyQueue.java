package org.backgroundtasks.internal.store.worker;

/**
 * A queue that has READY tasks.
 *
 * @param hasLanes whether some of them take turns
 */
public record ReadyQueue(String name, boolean hasLanes) {}
