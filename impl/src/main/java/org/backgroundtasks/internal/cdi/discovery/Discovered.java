package org.backgroundtasks.internal.cdi.discovery;

import jakarta.decorator.Decorator;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Specializes;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.interceptor.Interceptor;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.backgroundtasks.Background;
import org.backgroundtasks.Fair;
import org.backgroundtasks.Limit;
import org.backgroundtasks.Recurring;
import org.backgroundtasks.Unique;
import org.jspecify.annotations.Nullable;

/** Collects what CDI shows of a deployment, until it can be judged. */
public final class Discovered {

    private static final RuleMessages MESSAGES = RuleMessages.MESSAGES;

    /** What has an effect only beside {@code @Background}. */
    private static final List<Class<? extends Annotation>> BESIDE =
            List.of(Recurring.class, Unique.class, Limit.class, Fair.class);

    private final List<BeanMethod> methods = new ArrayList<>();
    private final Set<Class<?>> beans = new LinkedHashSet<>();
    private final Set<Class<?>> specialized = new LinkedHashSet<>();
    private final Set<Method> uncallable = new LinkedHashSet<>();
    private final Map<Class<?>, AnnotatedType<?>> annotated = new LinkedHashMap<>();
    private final Set<AnnotatedType<?>> alternatives = new LinkedHashSet<>();
    private final Map<Class<?>, String> produced = new LinkedHashMap<>();
    private final Set<String> warnings = new LinkedHashSet<>();

    /**
     * Takes note of a class with {@code @Background} methods, or others that should be, whether it
     * becomes a bean or not.
     */
    public void addClass(AnnotatedType<?> type, BeanManager manager) {
        annotated.put(type.getJavaClass(), type);
        if (EffectiveAnnotations.has(type, Alternative.class, manager)) {
            alternatives.add(type);
        }
    }

    /** Takes note of a bean that CDI makes, and intercepts. */
    public void addBean(ProcessManagedBean<?> event, BeanManager manager) {
        AnnotatedType<?> type = event.getAnnotatedBeanClass();
        Class<?> bean = type.getJavaClass();
        beans.add(bean);
        if (type.isAnnotationPresent(Specializes.class)) {
            specialized.add(bean.getSuperclass());
        }
        methods.addAll(BeanMethod.of(event, manager));
        addUncallable(bean);
        addOverridden(type);
    }

    /**
     * What CDI does not show: methods of classes and interfaces above the bean, which are abstract
     * or an interface's own. The annotation is not inherited by what implements them.
     */
    private void addUncallable(@Nullable Class<?> type) {
        if (type == null || type == Object.class) {
            return;
        }
        annotatedMethods(type)
                .filter(method -> type.isInterface() || Modifier.isAbstract(method.getModifiers()))
                .forEach(uncallable::add);
        addUncallable(type.getSuperclass());
        for (Class<?> contract : type.getInterfaces()) {
            addUncallable(contract);
        }
    }

    private static Stream<Method> annotatedMethods(Class<?> type) {
        return MethodsOf.declaration(type)
                .filter(method -> method.isAnnotationPresent(Background.class));
    }

    private void addOverridden(AnnotatedType<?> bean) {
        Class<?> type = bean.getJavaClass();
        Supertypes supertypes = new Supertypes(bean);
        for (Class<?> upper = type.getSuperclass(); upper != null; upper = upper.getSuperclass()) {
            Class<?> declaring = upper;
            annotatedMethods(upper)
                    .filter(method -> !Modifier.isAbstract(method.getModifiers()))
                    .filter(method -> !method.isBridge())
                    .forEach(
                            method ->
                                    supertypes
                                            .overriding(method)
                                            .filter(
                                                    lower ->
                                                            !lower.isAnnotationPresent(
                                                                    Background.class))
                                            .ifPresent(
                                                    lower ->
                                                            warnings.add(
                                                                    overridden(
                                                                            type, lower, declaring,
                                                                            method))));
        }
    }

    private static String overridden(
            Class<?> bean, Method lower, Class<?> declaring, Method method) {
        return MESSAGES.overridden(
                BeanMethod.description(bean, lower), BeanMethod.description(declaring, method));
    }

    /**
     * Takes note of a bean that something else than CDI makes.
     *
     * @param producer is only turned into text if need be, which may need classes that are absent
     */
    public void addProduced(Object producer, Set<Type> types) {
        for (Type type : types) {
            if (type instanceof Class<?> || type instanceof ParameterizedType) {
                Class<?> raw = Supertypes.raw(type);
                annotatedMethods(raw)
                        .filter(method -> !method.isBridge())
                        .forEach(method -> addProduced(producer.toString(), raw, method));
            }
        }
    }

    private void addProduced(String producer, Class<?> type, Method method) {
        produced.put(type, producer);
        warnings.add(MESSAGES.produced(producer, BeanMethod.description(type, method)));
    }

    /** The types with {@code @Background} methods of beans that something else makes, and what. */
    public Map<Class<?>, String> produced() {
        return produced;
    }

    /** The methods that can become tasks. Those of a bean that another specializes cannot. */
    public List<BeanMethod> methods() {
        return methods.stream()
                .filter(found -> !uncallable.contains(found.method()))
                .filter(found -> !specialized.contains(found.type()))
                .filter(found -> !isElsewhere(found.type()))
                .toList();
    }

    /** Whether a class is not of the module, a WAR most often, that has this library. */
    private static boolean isElsewhere(Class<?> type) {
        return type.getClassLoader() != Discovered.class.getClassLoader();
    }

    /** What fails the deployment, apart from what is wrong with {@link #methods()}. */
    public List<String> problems() {
        Stream<String> ofUncallable =
                uncallable.stream()
                        .map(
                                method ->
                                        MESSAGES.isAbstract(
                                                method.getDeclaringClass().getName()
                                                        + "."
                                                        + method.getName()));
        Stream<String> ofNoBeans =
                Stream.of(Decorator.class, Interceptor.class).flatMap(this::problemsOf);
        Stream<String> ofApi =
                isElsewhere(Background.class) ? Stream.of(MESSAGES.apiElsewhere()) : Stream.of();
        Stream<String> ofOtherModules =
                methods.stream()
                        .filter(found -> isElsewhere(found.type()))
                        .map(found -> MESSAGES.beanElsewhere(found.description()));
        String place = Whereabouts.ofLibrary();
        Stream<String> ofPlace =
                Whereabouts.isLibOfEar(place)
                        ? Stream.of(MESSAGES.libraryElsewhere(place))
                        : Stream.of();
        return Stream.of(ofUncallable, ofNoBeans, ofApi, ofPlace, ofOtherModules, ofNoBackground())
                .flatMap(Function.identity())
                .toList();
    }

    private Stream<String> ofNoBackground() {
        return annotated.values().stream()
                .filter(type -> !isElsewhere(type.getJavaClass()))
                .flatMap(
                        type ->
                                type.getMethods().stream()
                                        .filter(one -> !one.isAnnotationPresent(Background.class))
                                        .filter(one -> !one.getJavaMember().isBridge())
                                        .flatMap(one -> noBackground(type, one)))
                .distinct();
    }

    private static Stream<String> noBackground(AnnotatedType<?> type, AnnotatedMethod<?> method) {
        return BESIDE.stream()
                // Also in a container, if there are several.
                .filter(beside -> !method.getAnnotations(beside).isEmpty())
                .map(
                        beside ->
                                MESSAGES.noBackground(
                                        BeanMethod.description(
                                                type.getJavaClass(), method.getJavaMember()),
                                        beside.getSimpleName()));
    }

    private Stream<String> problemsOf(Class<? extends Annotation> kind) {
        return annotated.values().stream()
                .filter(type -> type.isAnnotationPresent(kind))
                .flatMap(
                        type ->
                                BeanMethod.tasks(type)
                                        .map(
                                                task ->
                                                        MESSAGES.notABean(
                                                                BeanMethod.description(
                                                                        type.getJavaClass(),
                                                                        task.getJavaMember()),
                                                                kind.getSimpleName())));
    }

    /** What the deployment does otherwise than one may think, and is allowed to. */
    public Set<String> warnings() {
        return Stream.concat(
                        warnings.stream(),
                        annotated.values().stream()
                                .filter(this::shouldBeABean)
                                .map(type -> MESSAGES.noBean(type.getJavaClass().getName())))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private boolean shouldBeABean(AnnotatedType<?> annotatedType) {
        Class<?> type = annotatedType.getJavaClass();
        return !type.isInterface()
                && !Modifier.isAbstract(type.getModifiers())
                && !alternatives.contains(annotatedType)
                && !annotatedType.isAnnotationPresent(Decorator.class)
                && !annotatedType.isAnnotationPresent(Interceptor.class)
                && BeanMethod.tasks(annotatedType).findAny().isPresent()
                && beans.stream().noneMatch(type::isAssignableFrom);
    }
}
