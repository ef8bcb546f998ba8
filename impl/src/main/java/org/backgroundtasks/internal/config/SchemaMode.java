package org.backgroundtasks.internal.config;

/** What happens to the tables at first use. */
public enum SchemaMode {
    /** Made where they are missing. */
    CREATE,
    /** Looked for; their absence is an error. */
    VALIDATE,
    /** Taken for granted. */
    NONE
}
