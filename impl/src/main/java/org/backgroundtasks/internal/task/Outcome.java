package org.backgroundtasks.internal.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
public sealed interface Outcome {

    Transition transition();

    /** What is recorded as the failure of the attempt, or null if it did not fail. */
    default @Nullable String error() {
        return null;
    }

    /** After which it is due again, or null if that is not its own to say. */
    default @Nullable Duration delay() {
        return null;
    }

    /** The method returned. */
    record Succeeded() implements Outcome {
        @Override
        public Transition transition() {
            return Transition.SUCCEED;
        }
    }

    /** The method threw and is attempted again after a delay. */
    record Retrying(Duration delay, String error) implements Outcome {
        @Override
        public Transition transition() {
            return Transition.RETRY;
        }
    }

    /** The method has put the task off; the attempt does not count. */
    record Snoozed(Duration delay) implements Outcome {
        @Override
        public Transition transition() {
            return Transition.SNOOZE;
        }
    }

    /** The method threw and is not attempted again. */
    record Failed(String error) implements Outcome {
        @Override
        public Transition transition() {
            return Transition.FAIL;
        }
    }

    /**
     * Not run to its end, for a reason that is not its own: given back as if it had not been
     * claimed.
     */
    record Released() implements Outcome {
        @Override
        public Transition transition() {
            return Transition.RELEASE;
        }
    }
}
