package org.backgroundtasks.internal.cdi.call;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethod;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.internal.cdi.server.Entered;
import org.jspecify.annotations.Nullable;

/**
 * Turns a call into a task. It comes before every other interceptor, so that those apply to the run
 * and not to the call. (For session beans, GlassFish and Payara make a subclass in another class
 * loader: hence a public constructor without arguments.)
 */
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
public class BackgroundInterceptor {

    /** In the data of a call: the handler that has let it through. */
    static final String LET_THROUGH = "org.backgroundtasks.letThrough";

    @Inject private Deployment deployment;
    @Inject private Enqueuer enqueuer;
    @Inject private OpenLambdas lambdas;
    @Inject private Detours detours;

    @AroundInvoke
    @Nullable Object intercept(InvocationContext call) throws Exception {
        if (call.getContextData().containsKey(LET_THROUGH)) {
            // An interceptor before this one proceeds with the same call once more.
            return proceed(call);
        }
        BackgroundMethod method =
                deployment.methods().called(call.getTarget().getClass(), call.getMethod());
        Calls.Handler handler = Calls.current(() -> plain(method));
        if (handler.handle(method, arguments(call))) {
            return null;
        }
        call.getContextData().put(LET_THROUGH, handler);
        return proceed(call);
    }

    private Calls.Handler plain(BackgroundMethod method) {
        lambdas.requireNotStrayed(method.definition().name());
        detours.requireNone(method);
        return enqueuer;
    }

    /** GlassFish and Payara have no array where a method of a session bean has no parameters. */
    private static Object[] arguments(InvocationContext call) {
        Object @Nullable [] arguments = call.getParameters();
        return arguments == null ? new Object[0] : arguments;
    }

    /** The body is not part of the lambda or run that led to it: what it calls is enqueued. */
    private @Nullable Object proceed(InvocationContext call) throws Exception {
        try (Entered body = Calls.within(enqueuer)) {
            return call.proceed();
        }
    }
}
