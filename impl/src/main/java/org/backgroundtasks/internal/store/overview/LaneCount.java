package org.backgroundtasks.internal.store.overview;

/**
 * How many READY tasks of a method and a queue are in a lane.
 *
 * @param lane its text
 */
public record LaneCount(String queue, String signature, String lane, long count) {}
