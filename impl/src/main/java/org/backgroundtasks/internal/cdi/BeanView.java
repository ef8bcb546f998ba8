package org.backgroundtasks.internal.cdi;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Set;

/** The type by which a bean is seen, and the method on it. */
record BeanView(Class<?> type, Method method) {

    /**
     * A session bean with business interfaces is seen by these only, other beans by their class.
     */
    static BeanView of(BeanMethod target) {
        Method method = target.method();
        Set<Type> types = target.bean().getTypes();
        if (!types.contains(target.type())) {
            for (Type type : types) {
                if (type instanceof Class<?> view && view.isInterface()) {
                    try {
                        return new BeanView(
                                view, view.getMethod(method.getName(), method.getParameterTypes()));
                    } catch (NoSuchMethodException e) {
                        // Another interface has it.
                    }
                }
            }
        }
        method.setAccessible(true);
        return new BeanView(target.type(), method);
    }
}
