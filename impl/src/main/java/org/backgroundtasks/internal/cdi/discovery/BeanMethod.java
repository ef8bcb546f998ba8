package org.backgroundtasks.internal.cdi.discovery;

import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.ProcessSessionBean;
import jakarta.enterprise.inject.spi.SessionBeanType;
import jakarta.transaction.Transactional;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.backgroundtasks.Background;
import org.backgroundtasks.Sensitive;
import org.backgroundtasks.internal.key.KeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * A {@code @Background} method of a bean, as CDI has found it.
 *
 * @param beanType the class of the bean, which may have inherited the method
 * @param kind of a session bean; null for other beans
 */
public record BeanMethod(
        Bean<?> bean,
        AnnotatedType<?> beanType,
        AnnotatedMethod<?> member,
        EffectiveAnnotations annotations,
        @Nullable SessionBeanType kind,
        boolean isPassivating) {

    private static final Set<Transactional.TxType> APART =
            Set.of(
                    Transactional.TxType.REQUIRES_NEW,
                    Transactional.TxType.NOT_SUPPORTED,
                    Transactional.TxType.NEVER);

    /** The {@code @Background} methods of a bean that was processed. */
    public static List<BeanMethod> of(ProcessManagedBean<?> event, BeanManager manager) {
        AnnotatedType<?> type = event.getAnnotatedBeanClass();
        SessionBeanType kind =
                event instanceof ProcessSessionBean<?> session
                        ? session.getSessionBeanType()
                        : null;
        return tasks(type)
                .map(
                        method ->
                                new BeanMethod(
                                        event.getBean(),
                                        type,
                                        method,
                                        new EffectiveAnnotations(method, type, manager),
                                        kind,
                                        manager.isPassivatingScope(event.getBean().getScope())))
                .toList();
    }

    /** The {@code @Background} methods of a class, with those that it inherits. */
    static Stream<? extends AnnotatedMethod<?>> tasks(AnnotatedType<?> type) {
        Supertypes supertypes = new Supertypes(type);
        return type.getMethods().stream()
                .filter(method -> method.isAnnotationPresent(Background.class))
                // The compiler copies annotations to the bridges that it makes.
                .filter(method -> !method.getJavaMember().isBridge())
                .filter(method -> supertypes.overriding(method.getJavaMember()).isEmpty());
    }

    /** The class of the bean. */
    public Class<?> type() {
        return beanType.getJavaClass();
    }

    public Method method() {
        return member.getJavaMember();
    }

    public Background annotation() {
        return member.getAnnotation(Background.class);
    }

    /** Whether a body runs in the transaction that its caller has begun. */
    public boolean sharesTransaction() {
        return annotations
                .find(Transactional.class)
                .map(Transactional::value)
                .filter(APART::contains)
                .isEmpty();
    }

    /**
     * Whether whoever asks for the bean of another gets this one's: an enabled alternative that is
     * all that the other is. Both are enabled, unlike those of {@code @Specializes}.
     */
    public boolean isInPlaceOf(BeanMethod other) {
        return bean.isAlternative()
                && !other.bean.isAlternative()
                && bean.getTypes().containsAll(other.bean.getTypes())
                && bean.getQualifiers().containsAll(other.bean.getQualifiers());
    }

    boolean isSessionBean() {
        return kind != null;
    }

    Class<? extends Annotation> scope() {
        return bean.getScope();
    }

    public List<Type> parameters() {
        return List.of(method().getGenericParameterTypes());
    }

    /** The parameters, of which keys may be made. */
    List<KeyParameter> keyParameters() {
        return member.getParameters().stream()
                .map(
                        one ->
                                new KeyParameter(
                                        method().getGenericParameterTypes()[one.getPosition()],
                                        one.isAnnotationPresent(Sensitive.class)))
                .toList();
    }

    /** The type by which the bean is called, and the method on it; empty if no type has it. */
    public Optional<BeanView> view() {
        return BeanView.of(this);
    }

    /** The parameter types by which the method can be called, each in its order. */
    public Set<List<Class<?>>> waysToCall() {
        return new Supertypes(beanType).waysToCall(method());
    }

    /** The method as messages name it. */
    public String description() {
        return description(type(), method());
    }

    /** A method of a bean's class as messages name it. */
    static String description(Class<?> type, Method method) {
        return "%s.%s(%s)"
                .formatted(
                        type.getName(),
                        method.getName(),
                        Arrays.stream(method.getParameterTypes())
                                .map(Class::getSimpleName)
                                .collect(Collectors.joining(", ")));
    }
}
