package org.backgroundtasks.internal.cdi.call;

import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.TaskCallException;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethod;
import org.backgroundtasks.internal.cdi.discovery.CallMessages;
import org.backgroundtasks.internal.codec.ArgumentCodec;
import org.jspecify.annotations.Nullable;

/** Records the calls within an {@code enqueue} or {@code enqueueAll}. */
final class Recorder implements Calls.Handler {

    private static final String SO_WHAT =
            "and nothing was stored; use enqueueAll for several, or one call for each";

    private final ArgumentCodec codec;
    private final boolean takesOne;
    private final List<RecordedCall> calls = new ArrayList<>();
    private @Nullable TaskCallException excess;

    Recorder(ArgumentCodec codec, boolean takesOne) {
        this.codec = codec;
        this.takesOne = takesOne;
    }

    @Override
    public boolean handle(BackgroundMethod method, Object[] arguments) {
        if (takesOne && !calls.isEmpty()) {
            excess =
                    CallMessages.LOG.secondCall(
                            calls.get(0).name(), method.definition().name(), SO_WHAT);
            throw excess;
        }
        calls.add(RecordedCall.of(method, arguments, codec));
        return true;
    }

    /** The calls, if they were as many as there should be. */
    List<RecordedCall> calls() {
        if (excess != null) {
            // The lambda may have caught it.
            throw excess;
        }
        if (takesOne && calls.isEmpty()) {
            throw CallMessages.LOG.noCall();
        }
        return calls;
    }
}
