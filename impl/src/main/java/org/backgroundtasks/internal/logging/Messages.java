package org.backgroundtasks.internal.logging;

import java.lang.invoke.MethodHandles.Lookup;
import org.jboss.logging.Logger;

/**
 * Finds the implementations of messages in every jboss-logging from 3.4 on. An application may
 * bring an older one than ours, as with Hibernate; a newer one may no longer have what the older
 * one has.
 */
public final class Messages {

    private Messages() {}

    /** A bundle of texts. */
    public static <T> T bundle(Lookup lookup, Class<T> type) {
        try {
            return org.jboss.logging.Messages.getBundle(lookup, type);
        } catch (NoSuchMethodError e) {
            return oldBundle(type);
        }
    }

    /** A logger for a category. */
    public static <T> T logger(Lookup lookup, Class<T> type, String category) {
        try {
            return Logger.getMessageLogger(lookup, type, category);
        } catch (NoSuchMethodError e) {
            return oldLogger(type, category);
        }
    }

    @SuppressWarnings("removal")
    private static <T> T oldBundle(Class<T> type) {
        return org.jboss.logging.Messages.getBundle(type);
    }

    @SuppressWarnings("removal")
    private static <T> T oldLogger(Class<T> type, String category) {
        return Logger.getMessageLogger(type, category);
    }
}
