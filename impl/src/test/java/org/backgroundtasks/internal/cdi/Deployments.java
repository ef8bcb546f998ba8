package org.backgroundtasks.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.backgroundtasks.TaskDeploymentException;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethod;
import org.backgroundtasks.internal.cdi.discovery.BackgroundMethods;
import org.backgroundtasks.internal.cdi.discovery.Deployment;
import org.backgroundtasks.testing.LoggedMessages;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.jboss.weld.environment.se.Weld;

/** Deploys classes, and tells what was said of them. */
final class Deployments {

    static final String[] NO_CONFIGURATION = {};

    private Deployments() {}

    static void clearConfiguration() {
        System.getProperties().keySet().removeIf(key -> key.toString().contains("ackground"));
    }

    private static void configure(String... configuration) {
        clearConfiguration();
        for (String line : configuration) {
            System.setProperty(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        // A configuration keeps the names that it saw first.
        ConfigProviderResolver.instance().releaseConfig(ConfigProvider.getConfig());
    }

    static List<String> warnings(Class<?>... beans) {
        try (LoggedMessages messages = LoggedMessages.of("org.backgroundtasks")) {
            deployed(beans);
            return messages.all();
        }
    }

    static Deployment deployed(Class<?>... beans) {
        return deployed(NO_CONFIGURATION, beans);
    }

    static Deployment deployed(String[] configuration, Class<?>... beans) {
        configure(configuration);
        BackgroundExtension extension = new BackgroundExtension();
        new Weld()
                .disableDiscovery()
                .addExtension(extension)
                .addBeanClasses(beans)
                .initialize()
                .close();
        return extension.deployment();
    }

    /** The method of a class whose tasks have a name. */
    static BackgroundMethod method(String name, String[] configuration, Class<?> bean) {
        BackgroundMethods methods = deployed(configuration, bean).methods();
        return methods.definitions().named(name).map(methods::of).orElseThrow();
    }

    static List<String> problems(String[] configuration, Class<?>... beans) {
        configure(configuration);
        Throwable failure =
                catchThrowable(
                        () ->
                                new Weld()
                                        .disableDiscovery()
                                        .addExtension(new BackgroundExtension())
                                        .addBeanClasses(beans)
                                        .initialize()
                                        .close());
        return deploymentFailure(failure)
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        "the deployment did not fail as it should", failure))
                .problems();
    }

    /** Weld adds what an extension reports to an exception of its own. */
    private static Optional<TaskDeploymentException> deploymentFailure(Throwable failure) {
        if (failure == null || failure instanceof TaskDeploymentException) {
            return Optional.ofNullable((TaskDeploymentException) failure);
        }
        return Stream.concat(
                        Stream.ofNullable(failure.getCause()),
                        Arrays.stream(failure.getSuppressed()))
                .map(Deployments::deploymentFailure)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether the beans have one problem, of a code, which names something. */
    static void assertProblem(String code, String named, Class<?>... beans) {
        assertThat(problems(NO_CONFIGURATION, beans))
                .singleElement()
                .asString()
                .startsWith(code)
                .contains(named);
    }
}
