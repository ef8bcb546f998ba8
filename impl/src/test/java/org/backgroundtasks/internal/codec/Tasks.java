package org.backgroundtasks.internal.codec;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.backgroundtasks.internal.task.TaskDefinition;
import org.backgroundtasks.internal.task.TaskOptions;
import org.backgroundtasks.testing.TestOptions;

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
        TaskOptions options = TestOptions.named(name).get();
        return new TaskDefinition(options, types, true);
    }
}
