package org.backgroundtasks.internal.cdi.discovery;

import jakarta.enterprise.inject.spi.Bean;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.internal.key.LaneRule;
import org.backgroundtasks.internal.key.UniqueRule;
import org.backgroundtasks.internal.task.TaskDefinition;

/**
 * A {@code @Background} method that kept all rules: what it is, and where to call it.
 *
 * @param unique how its tasks get keys
 * @param lanes how they get their turns
 * @param methodName in the class of the bean
 * @param waysToCall the parameter types by which it can be called
 */
public record BackgroundMethod(
        TaskDefinition definition,
        UniqueRule unique,
        LaneRule lanes,
        Bean<?> bean,
        Class<?> beanClass,
        String methodName,
        Set<List<Class<?>>> waysToCall,
        BeanView view) {

    BackgroundMethod(
            TaskDefinition definition,
            UniqueRule unique,
            LaneRule lanes,
            BeanMethod found,
            BeanView view) {
        this(
                definition,
                unique,
                lanes,
                found.bean(),
                found.type(),
                found.method().getName(),
                found.waysToCall(),
                view);
    }
}
