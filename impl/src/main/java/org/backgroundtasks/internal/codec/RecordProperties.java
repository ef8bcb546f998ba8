package org.backgroundtasks.internal.codec;

import jakarta.json.bind.annotation.JsonbCreator;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The components of a record as JSON-B sees them. */
final class RecordProperties {

    private RecordProperties() {}

    /** The types of the components that do not say themselves how they are bound. */
    static Stream<Type> types(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> annotated(component).noneMatch(KnownTypes::isCustomized))
                .map(RecordComponent::getGenericType);
    }

    /** The types of all components. */
    static Type[] allTypes(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getGenericType)
                .toArray(Type[]::new);
    }

    /** JSON-B's annotations are for the field, the accessor or the parameter that it makes. */
    private static Stream<AnnotatedElement> annotated(RecordComponent component) {
        List<AnnotatedElement> elements = new ArrayList<>();
        elements.add(component.getAccessor());
        try {
            Class<?> type = component.getDeclaringRecord();
            elements.add(type.getDeclaredField(component.getName()));
        } catch (NoSuchFieldException e) {
            throw new AssertionError("each component has a field", e);
        }
        return elements.stream();
    }

    /** With several constructors a provider takes another one, or complains when it reads. */
    static @Nullable String problem(Class<?> type) {
        boolean isChosen =
                Stream.concat(
                                Arrays.stream(type.getDeclaredConstructors()),
                                Arrays.stream(type.getDeclaredMethods()))
                        .anyMatch(creator -> creator.isAnnotationPresent(JsonbCreator.class));
        return type.getDeclaredConstructors().length == 1 || isChosen
                ? null
                : " is a record with several constructors; annotate the one with all components @JsonbCreator";
    }
}
