package org.backgroundtasks.internal.codec;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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

    /** What is being compared already: objects may refer to each other in circles. */
    private @Nullable Map<Object, Object> underWay;

    private Equality() {}

    static boolean holds(@Nullable Object value, @Nullable Object copy) {
        return new Equality().isSame(value, copy);
    }

    private boolean isSame(@Nullable Object value, @Nullable Object copy) {
        if (value == copy) {
            return true;
        }
        if (value == null || copy == null) {
            return false;
        }
        boolean isOfThePlatform = KnownTypes.isOfThePlatform(value.getClass());
        boolean isContainer = KnownTypes.holdsOthers(value.getClass());
        if (value.getClass() != copy.getClass()) {
            return isContainer
                    && (isOfThePlatform || isPlainContainer(value, copy))
                    && ofContainers(value, copy);
        }
        if (value.getClass().isArray()) {
            return ofArrays(value, copy);
        }
        if (!isOfThePlatform && !isSameObject(value, copy)) {
            return false;
        }
        if (isContainer) {
            return ofContainers(value, copy);
        }
        // What nobody can compare is the same if its JSON is, which is looked at anyway.
        return !isOfThePlatform || !KnownTypes.hasEquals(value.getClass()) || value.equals(copy);
    }

    private boolean isSameObject(Object value, Object copy) {
        // A record is no beginning of a circle.
        if (!value.getClass().isRecord() && isUnderWay(value, copy)) {
            return true;
        }
        return comparison(value.getClass()).areEqual(value, copy, this);
    }

    private static Comparison comparison(Class<?> type) {
        return COMPARISONS.computeIfAbsent(type, Comparison::of);
    }

    private boolean isUnderWay(Object value, Object copy) {
        Map<Object, Object> known = underWay;
        if (known == null) {
            known = new IdentityHashMap<>();
            underWay = known;
        }
        return known.put(value, copy) == copy;
    }

    /** A List may have been any, as long as it was a list and no more. */
    private static boolean isPlainContainer(Object value, Object copy) {
        Class<?> type = value.getClass();
        return KnownTypes.holdsNothingElse(type)
                && (KnownTypes.isOfCollections(type)
                        || (!KnownTypes.hasEquals(type) || value.equals(copy))
                                && comparison(type).fields().stream()
                                        .allMatch(field -> comparator(get(field, value)) == null));
    }

    private static @Nullable Object get(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean ofContainers(Object value, Object copy) {
        if (value instanceof Map<?, ?> map) {
            return copy instanceof Map<?, ?> other && ofMaps(map, other);
        }
        return copy instanceof Collection<?> other && ofCollections((Collection<?>) value, other);
    }

    private boolean ofArrays(Object value, Object copy) {
        int length = Array.getLength(value);
        if (length != Array.getLength(copy)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!isSame(Array.get(value, i), Array.get(copy, i))) {
                return false;
            }
        }
        return true;
    }

    private boolean ofCollections(Collection<?> value, Collection<?> copy) {
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
            if (!isSame(element, copies.next())) {
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

    private boolean ofMaps(Map<?, ?> value, Map<?, ?> copy) {
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

    private Map.@Nullable Entry<?, ?> find(
            Map.Entry<?, ?> entry, Collection<Map.Entry<?, ?>> among) {
        return among.stream().filter(other -> isSame(entry, other)).findFirst().orElse(null);
    }

    private boolean isSame(Map.Entry<?, ?> one, Map.Entry<?, ?> other) {
        return isSame(one.getKey(), other.getKey()) && isSame(one.getValue(), other.getValue());
    }

    /** The one that orders by nature is as good as none. */
    private static @Nullable Object comparator(@Nullable Object container) {
        Object given = givenComparator(container);
        return given == Comparator.naturalOrder() ? null : given;
    }

    private static @Nullable Object givenComparator(@Nullable Object container) {
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
                // its class and be equal all the same, or is set and never written.
                if (!asksEquals
                        || isContainer
                        || BeanProperties.isKept(field, type)
                        || BeanProperties.isSet(field, type)) {
                    field.setAccessible(true);
                    fields.add(field);
                }
            }
            return new Comparison(asksEquals, List.copyOf(fields));
        }

        boolean areEqual(Object value, Object copy, Equality parts) {
            return (!asksEquals || value.equals(copy))
                    && fields.stream()
                            .allMatch(field -> parts.isSame(get(field, value), get(field, copy)));
        }
    }
}
