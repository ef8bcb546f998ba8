package org.backgroundtasks.internal.store.schedule;

/** What has come of declaring a schedule. */
public enum Declaration {

    /** It is as it was, and other nodes may have declared it. */
    UNCHANGED,

    /** It is new, has changed, or no live node has declared it before. */
    STORED,

    /** Live nodes declare it otherwise, and have done so later. */
    LEFT_TO_OTHERS,

    /** A schedule of its key was made at run time. */
    TAKEN
}
