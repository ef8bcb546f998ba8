package org.backgroundtasks.internal.codec;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskOptions;

/** Tasks whose parameters are those of a method. */
final class Tasks {

    private Tasks() {}

    static TaskDefinition of(Class<?> declaring, String name) {
        Method method =
                Arrays.stream(declaring.getDeclaredMethods())
                        .filter(candidate -> candidate.getName().equals(name))
                        .findFirst()
                        .orElseThrow();
        List<Type> types = List.of(method.getGenericParameterTypes());
        TaskOptions options =
                new TaskOptions(
                        name,
                        List.of(),
                        Duration.ZERO,
                        "default",
                        0,
                        1,
                        List.of(),
                        List.of(),
                        Duration.ZERO,
                        1);
        return new TaskDefinition(options, types, true);
    }
}
