package org.backgroundtasks.internal.codec;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.PriorityBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Whether a copy of a value is equal to it, as deep as it goes: of the same class, and equal by
 * {@code equals} if the class has one of its own, else in all its fields. A collection or map that
 * is no more than that may be of another class; it is compared by its elements, its order and its
 * bounds. One with fields of its own is compared as any other object, too. JSON does not tell: it
 * has not what an accessor hides, a comparator, or the class of an element.
 */
final class Equality {

    /** Of classes of the application only: others would keep its class loader alive. */
    private static final Map<Class<?>, Comparison> COMPARISONS = new ConcurrentHashMap<>();

    private Equality() {}

    static boolean holds(@Nullable Object value, @Nullable Object copy) {
        if (value == copy) {
            return true;
        }
        if (value == null || copy == null) {
            return false;
        }
        boolean isOfThePlatform = KnownTypes.isOfThePlatform(value.getClass());
        boolean isContainer = KnownTypes.holdsOthers(value.getClass());
        if (value.getClass() != copy.getClass()) {
            // A List may have been any, as long as it was a list and no more.
            return isContainer
                    && (isOfThePlatform || KnownTypes.holdsNothingElse(value.getClass()))
                    && ofContainers(value, copy);
        }
        if (value.getClass().isArray()) {
            return ofArrays(value, copy);
        }
        if (!isOfThePlatform
                && !COMPARISONS
                        .computeIfAbsent(value.getClass(), Comparison::of)
                        .areEqual(value, copy)) {
            return false;
        }
        if (isContainer) {
            return ofContainers(value, copy);
        }
        return !isOfThePlatform || value.equals(copy);
    }

    private static boolean ofContainers(Object value, Object copy) {
        if (value instanceof Map<?, ?> map) {
            return copy instanceof Map<?, ?> other && ofMaps(map, other);
        }
        return copy instanceof Collection<?> other && ofCollections((Collection<?>) value, other);
    }

    private static boolean ofArrays(Object value, Object copy) {
        int length = Array.getLength(value);
        if (length != Array.getLength(copy)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!holds(Array.get(value, i), Array.get(copy, i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean ofCollections(Collection<?> value, Collection<?> copy) {
        if (value.size() != copy.size()
                || !Objects.equals(comparator(value), comparator(copy))
                || capacity(value) != capacity(copy)
                || value instanceof Set != copy instanceof Set
                || isByPriority(value) != isByPriority(copy)) {
            return false;
        }
        if (value instanceof Set) {
            return ofMaps(byThemselves(value), byThemselves(copy));
        }
        Iterator<?> copies = inOrder(copy).iterator();
        for (Object element : inOrder(value)) {
            if (!holds(element, copies.next())) {
                return false;
            }
        }
        return true;
    }

    /** Only its head has a place. */
    private static Collection<?> inOrder(Collection<?> elements) {
        return isByPriority(elements) ? elements.stream().sorted().toList() : elements;
    }

    private static boolean isByPriority(Collection<?> elements) {
        return elements instanceof PriorityQueue || elements instanceof PriorityBlockingQueue;
    }

    /** How many elements there may be; a queue without bounds says as many as it can count. */
    private static long capacity(Collection<?> elements) {
        return elements instanceof BlockingQueue<?> queue
                ? Math.min(Integer.MAX_VALUE, (long) queue.remainingCapacity() + queue.size())
                : Integer.MAX_VALUE;
    }

    private static Map<Object, Object> byThemselves(Collection<?> elements) {
        Map<Object, Object> map = new HashMap<>();
        elements.forEach(element -> map.put(element, element));
        return map;
    }

    private static boolean ofMaps(Map<?, ?> value, Map<?, ?> copy) {
        if (value.size() != copy.size()
                || !Objects.equals(comparator(value), comparator(copy))
                || value instanceof IdentityHashMap != copy instanceof IdentityHashMap) {
            return false;
        }
        Map<Object, Map.Entry<?, ?>> left = new HashMap<>();
        copy.entrySet().forEach(entry -> left.put(entry.getKey(), entry));
        for (Map.Entry<?, ?> entry : value.entrySet()) {
            Map.Entry<?, ?> same = left.get(entry.getKey());
            if (same == null || !isSame(entry, same)) {
                // Keys without an equals of their own are found by looking at all.
                same = find(entry, left.values());
            }
            if (same == null) {
                return false;
            }
            left.remove(same.getKey());
        }
        return true;
    }

    private static Map.@Nullable Entry<?, ?> find(
            Map.Entry<?, ?> entry, Collection<Map.Entry<?, ?>> among) {
        return among.stream().filter(other -> isSame(entry, other)).findFirst().orElse(null);
    }

    private static boolean isSame(Map.Entry<?, ?> one, Map.Entry<?, ?> other) {
        return holds(one.getKey(), other.getKey()) && holds(one.getValue(), other.getValue());
    }

    private static @Nullable Object comparator(Object container) {
        if (container instanceof SortedSet<?> set) {
            return set.comparator();
        }
        if (container instanceof SortedMap<?, ?> map) {
            return map.comparator();
        }
        if (container instanceof PriorityBlockingQueue<?> queue) {
            return queue.comparator();
        }
        return container instanceof PriorityQueue<?> queue ? queue.comparator() : null;
    }

    /**
     * How two of a class are compared.
     *
     * @param asksEquals whether the class itself says when two are equal
     * @param fields whose values must be equal, too
     */
    private record Comparison(boolean asksEquals, List<Field> fields) {

        static Comparison of(Class<?> type) {
            boolean asksEquals = !type.isRecord() && KnownTypes.hasEquals(type);
            boolean isContainer = KnownTypes.holdsOthers(type);
            List<Field> fields = new ArrayList<>();
            for (Field field : KnownTypes.state(type)) {
                // Its equals says which of the others matter; what a property holds may have lost
                // its class and be equal all the same.
                if (!asksEquals || isContainer || BeanProperties.isKept(field, type)) {
                    field.setAccessible(true);
                    fields.add(field);
                }
            }
            return new Comparison(asksEquals, List.copyOf(fields));
        }

        boolean areEqual(Object value, Object copy) {
            if (asksEquals && !value.equals(copy)) {
                return false;
            }
            for (Field field : fields) {
                try {
                    if (!holds(field.get(value), field.get(copy))) {
                        return false;
                    }
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
            return true;
        }
    }
}
