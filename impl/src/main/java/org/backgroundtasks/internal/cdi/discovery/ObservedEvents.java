package org.backgroundtasks.internal.cdi.discovery;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.backgroundtasks.event.ScheduleMissed;
import org.backgroundtasks.event.TaskEvent;

/** The types of events that somebody in the application observes. Found while it starts. */
public final class ObservedEvents {

    /** The qualifiers of an event that was fired without one. */
    private static final Set<Annotation> ANY =
            Set.of(Any.Literal.INSTANCE, Default.Literal.INSTANCE);

    private static final List<Class<?>> EVENTS =
            Stream.concat(
                            Stream.of(TaskEvent.class.getPermittedSubclasses()),
                            Stream.of(ScheduleMissed.class))
                    .toList();

    private final Set<Class<?>> observed = ConcurrentHashMap.newKeySet();

    /** Takes note of an observer that would be told in the transaction. */
    public void add(ObserverMethod<?> observer) {
        if (!observer.isAsync() && ANY.containsAll(observer.getObservedQualifiers())) {
            Class<?> type = rawType(observer.getObservedType());
            if (EVENTS.stream().anyMatch(type::isAssignableFrom)) {
                observed.add(type);
            }
        }
    }

    private static Class<?> rawType(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        return type instanceof Class<?> plain ? plain : Object.class;
    }

    /** Whether some observer would be told of an event of this type. */
    public boolean isObserved(Class<?> type) {
        return observed.stream().anyMatch(one -> one.isAssignableFrom(type));
    }
}
