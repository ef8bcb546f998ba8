package org.backgroundtasks.internal.cdi.call;

import java.time.Duration;
import org.backgroundtasks.OnConflict;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethod;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.key.UniqueRule;
import org.backgroundtasks.internal.store.key.Debounce;
import org.backgroundtasks.internal.task.Durations;
import org.backgroundtasks.internal.task.TaskKey;
import org.jspecify.annotations.Nullable;

/** What a call asks for about its key; null where it does not say. */
record KeyOptions(
        @Nullable String key, @Nullable OnConflict onConflict, @Nullable Debounce debounce) {

    /** A century. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    static final KeyOptions NONE = new KeyOptions(null, null, null);

    KeyOptions key(String newKey) {
        RequestOptions.require(newKey, "The key");
        if (newKey.isBlank()) {
            throw CallMessages.LOG.blankKey(newKey);
        }
        return new KeyOptions(TaskKey.stored(newKey, false), onConflict, debounce);
    }

    KeyOptions onConflict(OnConflict newOnConflict) {
        RequestOptions.require(newOnConflict, "What becomes of a conflict");
        return new KeyOptions(key, newOnConflict, debounce);
    }

    KeyOptions debounce(Duration quiet, Duration atMost) {
        RequestOptions.require(quiet, "The quiet time");
        RequestOptions.require(atMost, "The longest time");
        boolean isPositive = !quiet.isNegative() && !quiet.isZero();
        if (!isPositive || quiet.compareTo(atMost) > 0 || quiet.compareTo(LONGEST) > 0) {
            throw CallMessages.LOG.notADebounce(quiet, atMost, LONGEST);
        }
        return new KeyOptions(
                key, onConflict, new Debounce(quiet, Durations.shorter(atMost, LONGEST)));
    }

    /**
     * The key of a call; null if it has none.
     *
     * @param own the one that its method gives it; null if that does not
     * @param stored the arguments as they are stored
     */
    @Nullable TaskKey key(BackgroundMethod method, @Nullable TaskKey own, String stored) {
        UniqueRule rule = method.unique();
        if (key != null) {
            return rule.key(key);
        }
        if (own != null || onConflict == null && debounce == null) {
            return own;
        }
        if (rule.withoutOrder() != null) {
            throw CallMessages.LOG.noKey(
                    method.definition().name(), rule.withoutOrder().getTypeName());
        }
        return rule.key(new Object[0], stored);
    }

    OnConflict onConflict(UniqueRule rule) {
        return onConflict != null ? onConflict : rule.onConflict();
    }
}
