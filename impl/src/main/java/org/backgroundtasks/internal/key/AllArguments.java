package org.backgroundtasks.internal.key;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.backgroundtasks.internal.codec.BindableTypes;

/** The key that is made of all arguments, as they are stored. */
final class AllArguments {

    private AllArguments() {}

    /** Whether a value among them, as deep as they go, is for nobody to see. */
    static boolean areSensitive(List<KeyParameter> parameters) {
        Set<Type> seen = new HashSet<>();
        return parameters.stream()
                .anyMatch(
                        one ->
                                one.isSensitive()
                                        || holds(one.type(), seen, AllArguments::hasSensitive));
    }

    private static boolean hasSensitive(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents()).anyMatch(Property::isSensitive);
    }

    /**
     * A type among them whose elements have no order of their own: equal ones may be stored
     * otherwise. Empty if there is none.
     */
    static Optional<Type> withoutOrder(List<KeyParameter> parameters) {
        return parameters.stream()
                .map(KeyParameter::type)
                .filter(type -> holds(type, new HashSet<>(), AllArguments::isWithoutOrder))
                .findFirst();
    }

    private static boolean isWithoutOrder(Class<?> type) {
        boolean mayBeSet =
                Set.class.isAssignableFrom(type)
                        || type == Collection.class
                        || type == Iterable.class;
        return mayBeSet && !SortedSet.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type) && !SortedMap.class.isAssignableFrom(type);
    }

    private static boolean holds(Type type, Set<Type> seen, Predicate<Class<?>> what) {
        if (!seen.add(type)) {
            return false;
        }
        if (type instanceof ParameterizedType generic) {
            return generic.getRawType() instanceof Class<?> raw && what.test(raw)
                    || Arrays.stream(generic.getActualTypeArguments())
                            .anyMatch(argument -> holds(argument, seen, what));
        }
        if (!(type instanceof Class<?> plain)) {
            return false;
        }
        if (plain.isArray()) {
            return holds(plain.getComponentType(), seen, what);
        }
        return what.test(plain)
                || BindableTypes.parts(plain).anyMatch(part -> holds(part, seen, what));
    }
}
