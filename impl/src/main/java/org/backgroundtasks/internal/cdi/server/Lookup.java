package org.backgroundtasks.internal.cdi.server;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * Something that the server has under a name, looked up at first use and kept: not every thread
 * knows names.
 */
public final class Lookup<T> {

    private final String name;
    private volatile @Nullable T found;

    Lookup(String name) {
        this.name = name;
    }

    /** Throws if it is not known yet, and the thread knows no names. */
    T get() {
        T known = found;
        if (known == null) {
            known = of(name);
            found = known;
        }
        return known;
    }

    /** What has a name now. */
    public static <T> T of(String name) {
        try {
            return InitialContext.doLookup(name);
        } catch (NamingException e) {
            throw new IllegalStateException(e);
        }
    }
}
