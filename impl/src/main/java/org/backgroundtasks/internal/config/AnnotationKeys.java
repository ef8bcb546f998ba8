package org.backgroundtasks.internal.config;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The configuration keys of an annotation's members, of the form {@code
 * <class>/<method>/<annotation>/<member>}, as MicroProfile Fault Tolerance has them.
 *
 * @see <a
 *     href="https://download.eclipse.org/microprofile/microprofile-fault-tolerance-4.0/microprofile-fault-tolerance-spec-4.0.html#configuration">MicroProfile
 *     Fault Tolerance, Configuration</a>
 */
final class AnnotationKeys {

    private final ConfigValues values;
    private final String annotation;
    private final String section;
    private final Set<String> members;
    private final Set<String> prefixes = new HashSet<>();

    AnnotationKeys(ConfigValues values, String annotation, Set<String> members) {
        this.values = values;
        this.annotation = annotation;
        this.section = "/%s/".formatted(annotation);
        this.members = new TreeSet<>(members);
    }

    /** Those of one method; notes a problem for each that names no member. */
    Members of(Class<?> beanClass, Method method) {
        String prefix = beanClass.getName() + "/" + method.getName() + section;
        prefixes.add(prefix);
        for (String key : values.names()) {
            if (key.startsWith(prefix) && !members.contains(key.substring(prefix.length()))) {
                values.problem(
                        ConfigMessages.MESSAGES.unknownMember(
                                key, annotation, String.join(", ", members)));
            }
        }
        String name = beanClass.getName() + "." + method.getName();
        return new Members(values, annotation, name, prefix);
    }

    /** Keys whose method was not read. They may be another application's, so they are no error. */
    Stream<String> strayKeys() {
        return unreadKeys().filter(key -> !isOfKnownClass(key));
    }

    /** Notes a problem for each key of a class that was read whose method was not. */
    void checkMethods() {
        unreadKeys()
                .filter(this::isOfKnownClass)
                .forEach(
                        key ->
                                values.problem(
                                        ConfigMessages.MESSAGES.unknownMethod(key, annotation)));
    }

    private boolean isOfKnownClass(String key) {
        String ofClass = key.substring(0, key.indexOf('/') + 1);
        return prefixes.stream().anyMatch(prefix -> prefix.startsWith(ofClass));
    }

    private Stream<String> unreadKeys() {
        return StreamSupport.stream(values.names().spliterator(), false)
                .filter(key -> key.contains(section))
                .filter(
                        key ->
                                !prefixes.contains(
                                        key.substring(0, key.indexOf(section) + section.length())))
                .sorted();
    }
}
