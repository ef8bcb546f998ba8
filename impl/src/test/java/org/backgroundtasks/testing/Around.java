package org.backgroundtasks.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What a test does around the calls of something real. */
public interface Around {

    /**
     * Is called instead of each method.
     *
     * @param method its name
     * @param arguments null if there are none
     * @param whole calls the method itself
     */
    Object call(String method, Object[] arguments, Callable<Object> whole) throws Throwable;

    /** Something real, with this around it. */
    static <T> T wrap(Class<T> type, T whole, Around around) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            try {
                                return around.call(
                                        method.getName(),
                                        arguments,
                                        () -> method.invoke(whole, arguments));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    /** Something real, that once does what it is asked to, and does not answer. */
    static <T> T losing(Class<T> type, T whole, String method, AtomicBoolean losesNext) {
        return wrap(type, whole, losing(method, losesNext));
    }

    /** Nothing. */
    static Around nothing() {
        return (name, arguments, itself) -> itself.call();
    }

    /** Counts the calls of a method. */
    static Around counting(String method, AtomicInteger calls) {
        return (name, arguments, itself) -> {
            if (name.equals(method)) {
                calls.incrementAndGet();
            }
            return itself.call();
        };
    }

    /** Lets the method do once what it is asked to, and does not answer. */
    static Around losing(String method, AtomicBoolean losesNext) {
        return (name, arguments, itself) -> {
            Object answer = itself.call();
            if (name.equals(method) && losesNext.getAndSet(false)) {
                throw new IllegalStateException("the answer is lost");
            }
            return answer;
        };
    }

    /** This around another one. */
    default Around around(Around inner) {
        return (name, arguments, itself) ->
                call(name, arguments, () -> called(inner, name, arguments, itself));
    }

    private static Object called(
            Around inner, String name, Object[] arguments, Callable<Object> itself)
            throws Exception {
        try {
            return inner.call(name, arguments, itself);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
