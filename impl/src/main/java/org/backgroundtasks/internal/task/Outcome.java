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
