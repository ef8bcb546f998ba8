package org.backgroundtasks;

/**
 * What becomes of instants of a schedule that were missed, since no node could get to them in time.
 * An instant is missed if the next one of its schedule is due as well when a node gets to it. Nodes
 * wake for each instant, so they miss none while one of them runs.
 */
public enum Missed {

    /**
     * One task is stored, for the latest instant that is due. The others are recorded as MISSED.
     */
    ONCE,

    /**
     * No task is stored: all instants that are due are recorded as MISSED, and the schedule goes on
     * with the next one.
     */
    SKIP,

    /** A task is stored for each, at most 100 at once. */
    ALL
}
