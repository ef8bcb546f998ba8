package org.backgroundtasks.internal.cdi;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskDefinitions;

/** The registry of this deployment: from a call to its method, and from a task to its method. */
final class BackgroundMethods {

    private record Called(Class<?> type, Method method) {}

    private final Map<Called, BackgroundMethod> byMember;
    private final Map<String, BackgroundMethod> bySignature;
    private final Map<Called, BackgroundMethod> byCall = new ConcurrentHashMap<>();

    BackgroundMethods(Collection<BackgroundMethod> methods) {
        byMember =
                methods.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        method -> new Called(method.beanClass(), method.method()),
                                        Function.identity()));
        bySignature =
                methods.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        method -> method.definition().signature(),
                                        Function.identity()));
    }

    /**
     * The method that was called.
     *
     * @param target the class of the instance, which may be a subclass that the container made
     */
    BackgroundMethod called(Class<?> target, Method method) {
        return byCall.computeIfAbsent(new Called(target, method), this::find);
    }

    private BackgroundMethod find(Called called) {
        for (Class<?> type = called.type(); type != null; type = type.getSuperclass()) {
            BackgroundMethod found = byMember.get(new Called(type, called.method()));
            if (found != null) {
                return found;
            }
        }
        throw CallMessages.LOG.unknownMethod(called.method().toGenericString());
    }

    BackgroundMethod of(TaskDefinition definition) {
        return bySignature.get(definition.signature());
    }

    TaskDefinitions definitions() {
        return new TaskDefinitions(
                bySignature.values().stream().map(BackgroundMethod::definition).toList());
    }
}
