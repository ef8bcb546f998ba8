package org.backgroundtasks.internal.cdi;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/**
 * Turns a call into a task. It comes before every other interceptor, so that those apply to the run
 * and not to the call.
 */
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
public class BackgroundInterceptor {

    private final BackgroundExtension extension;
    private final Enqueuer enqueuer;

    @Inject
    BackgroundInterceptor(BackgroundExtension extension, Enqueuer enqueuer) {
        this.extension = extension;
        this.enqueuer = enqueuer;
    }

    @AroundInvoke
    @Nullable Object intercept(InvocationContext call) throws Exception {
        BackgroundMethod method =
                extension
                        .deployment()
                        .methods()
                        .called(call.getTarget().getClass(), call.getMethod());
        Calls.Handler handler = Calls.current(() -> enqueuer);
        return handler.handle(method, call.getParameters()) ? null : proceed(call);
    }

    /** The body is not part of the lambda or run that led to it: what it calls is enqueued. */
    private @Nullable Object proceed(InvocationContext call) throws Exception {
        try (Entered body = Calls.within(enqueuer)) {
            return call.proceed();
        }
    }
}
