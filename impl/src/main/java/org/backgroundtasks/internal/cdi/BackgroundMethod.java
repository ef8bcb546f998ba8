package org.backgroundtasks.internal.cdi;

import jakarta.enterprise.inject.spi.Bean;
import java.lang.reflect.Method;
import org.backgroundtasks.internal.task.TaskDefinition;

/** A {@code @Background} method that kept all rules: what it is, and where to call it. */
record BackgroundMethod(
        TaskDefinition definition, Bean<?> bean, Class<?> beanClass, Method method, BeanView view) {

    BackgroundMethod(TaskDefinition definition, BeanMethod found) {
        this(definition, found.bean(), found.type(), found.method(), BeanView.of(found));
    }
}
