package org.backgroundtasks.internal.cdi.discovery;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskDefinitions;

/** The registry of this deployment: from a call to its method, and from a task to its method. */
public final class BackgroundMethods {

    /** A call as an interceptor sees it. */
    private record Called(Class<?> type, Method method) {}

    /** A call as the methods of a bean can be told apart. */
    private record Way(Class<?> type, String name, List<Class<?>> parameters) {}

    private final Map<Way, BackgroundMethod> byWay = new HashMap<>();
    private final Map<String, BackgroundMethod> bySignature;
    private final TaskDefinitions definitions;
    private final Map<Class<?>, String> produced;
    private final Map<Called, BackgroundMethod> byCall = new ConcurrentHashMap<>();

    /**
     * Takes in what was found.
     *
     * @param produced types with such methods that producers make, and the producers
     */
    BackgroundMethods(Collection<BackgroundMethod> methods, Map<Class<?>, String> produced) {
        this.produced = produced;
        for (BackgroundMethod method : methods) {
            for (List<Class<?>> parameters : method.waysToCall()) {
                byWay.put(new Way(method.beanClass(), method.methodName(), parameters), method);
            }
        }
        bySignature =
                methods.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        method -> method.definition().signature(),
                                        Function.identity()));
        definitions =
                new TaskDefinitions(methods.stream().map(BackgroundMethod::definition).toList());
    }

    /**
     * The method that was called.
     *
     * @param target the class of the instance, which may be a subclass that the container made
     * @param method may be a bridge to the method, or what the method implements
     */
    public BackgroundMethod called(Class<?> target, Method method) {
        return byCall.computeIfAbsent(new Called(target, method), this::find);
    }

    private BackgroundMethod find(Called called) {
        Method method = called.method();
        List<Class<?>> parameters = List.of(method.getParameterTypes());
        for (Class<?> type = called.type(); type != null; type = type.getSuperclass()) {
            BackgroundMethod found = byWay.get(new Way(type, method.getName(), parameters));
            if (found != null) {
                return found;
            }
        }
        throw produced.entrySet().stream()
                .filter(made -> made.getKey().isAssignableFrom(called.type()))
                .findFirst()
                .map(made -> CallMessages.LOG.produced(method.toGenericString(), made.getValue()))
                .orElseGet(() -> CallMessages.LOG.unknownMethod(method.toGenericString()));
    }

    public BackgroundMethod of(TaskDefinition definition) {
        return bySignature.get(definition.signature());
    }

    /** The names of all, in their order. */
    public String names() {
        return bySignature.values().stream()
                .map(method -> method.definition().name())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    public TaskDefinitions definitions() {
        return definitions;
    }
}
