package org.backgroundtasks.internal.cdi.discovery;

import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.annotation.Annotation;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The annotations that hold for a method of a bean: its own, then those of the bean's class; each
 * with the interceptor bindings and stereotypes that it brings along.
 *
 * @see <a href="https://jakarta.ee/specifications/cdi/4.0/jakarta-cdi-spec-4.0#stereotypes">CDI
 *     4.0, Stereotypes</a>
 */
public final class EffectiveAnnotations {

    private final Map<Class<? extends Annotation>, Annotation> ofMethod;
    private final Map<Class<? extends Annotation>, Annotation> ofClass;

    EffectiveAnnotations(AnnotatedMethod<?> method, AnnotatedType<?> bean, BeanManager manager) {
        ofMethod = closure(method, manager);
        ofClass = closure(bean, manager);
    }

    /** Whether an annotation is on an element, or brought along by one that is. */
    static boolean has(Annotated element, Class<? extends Annotation> type, BeanManager manager) {
        return closure(element, manager).containsKey(type);
    }

    /** Nearer ones come first and are kept, as CDI prefers them. */
    private static Map<Class<? extends Annotation>, Annotation> closure(
            Annotated element, BeanManager manager) {
        Map<Class<? extends Annotation>, Annotation> found = new LinkedHashMap<>();
        Deque<Annotation> left = new ArrayDeque<>(element.getAnnotations());
        Set<Class<? extends Annotation>> seen = new HashSet<>();
        for (Annotation next = left.poll(); next != null; next = left.poll()) {
            Class<? extends Annotation> type = next.annotationType();
            found.putIfAbsent(type, next);
            if (seen.add(type)) {
                left.addAll(broughtBy(type, manager));
            }
        }
        return found;
    }

    private static Collection<Annotation> broughtBy(
            Class<? extends Annotation> type, BeanManager manager) {
        if (manager.isStereotype(type)) {
            return manager.getStereotypeDefinition(type);
        }
        return manager.isInterceptorBinding(type)
                ? manager.getInterceptorBindingDefinition(type)
                : Set.of();
    }

    /** The annotation of a type that holds for the method, if there is one. */
    <A extends Annotation> Optional<A> find(Class<A> type) {
        return Stream.of(ofMethod, ofClass)
                .map(annotations -> annotations.get(type))
                .filter(annotation -> annotation != null)
                .findFirst()
                .map(type::cast);
    }

    /** The types of all that hold for the method. */
    Stream<Class<? extends Annotation>> types() {
        return Stream.concat(ofMethod.keySet().stream(), ofClass.keySet().stream());
    }
}
