package org.backgroundtasks.internal.cdi;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds the listener; an annotation on it would count for nothing with a complete web.xml. */
public class WarInitializer implements ServletContainerInitializer {

    @Override
    public void onStartup(@Nullable Set<Class<?>> types, ServletContext context) {
        context.addListener(WarListener.class);
    }
}
