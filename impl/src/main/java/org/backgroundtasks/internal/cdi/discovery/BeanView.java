package org.backgroundtasks.internal.cdi.discovery;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * The type by which a bean is called, and the method on it.
 *
 * @param type one of the bean's types, with the type arguments that it has there
 */
public record BeanView(Type type, Method method) {

    /**
     * A bean is called by its class if that is a type of it. A session bean with business
     * interfaces has these only, and {@code @Typed} may name others.
     */
    static Optional<BeanView> of(BeanMethod target) {
        Set<Type> types = target.bean().getTypes();
        if (types.contains(target.type())) {
            return Optional.of(accessible(target.type(), target.method()));
        }
        Supertypes supertypes = new Supertypes(target.beanType());
        return types.stream()
                .filter(type -> Supertypes.raw(type) != Object.class)
                .sorted(Comparator.comparing(Type::getTypeName))
                .flatMap(
                        type ->
                                supertypes.on(Supertypes.raw(type), target.method()).stream()
                                        .map(method -> accessible(type, method)))
                .findFirst();
    }

    private static BeanView accessible(Type type, Method method) {
        method.setAccessible(true);
        return new BeanView(type, method);
    }
}
