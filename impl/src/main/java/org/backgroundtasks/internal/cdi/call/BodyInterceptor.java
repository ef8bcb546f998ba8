package org.backgroundtasks.internal.cdi.call;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/**
 * Sees the body of a run begin. It comes after every other interceptor with a priority: one of them
 * may have moved the body to another thread, away from the transaction and the outcome of its task.
 */
@Interceptor
@Priority(Integer.MAX_VALUE)
public class BodyInterceptor {

    @AroundInvoke
    @Nullable Object intercept(InvocationContext call) throws Exception {
        if (call.getContextData().get(BackgroundInterceptor.LET_THROUGH) instanceof RunCall run) {
            run.begin();
        }
        return call.proceed();
    }
}
