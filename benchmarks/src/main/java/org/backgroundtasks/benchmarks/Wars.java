package org.backgroundtasks.benchmarks;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.internal.cdi.BackgroundExtension;
import org.jboss.logging.Logger;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What is deployed, as files. */
final class Wars {

    private Wars() {}

    static Path benchmark(Path folder) {
        Path file = folder.resolve("benchmark.war");
        ShrinkWrap.create(WebArchive.class)
                .addPackage("org.backgroundtasks.benchmarks.app")
                .addAsLibraries(
                        jar(TaskScheduler.class), jar(BackgroundExtension.class), jar(Logger.class))
                .addAsWebInfResource(
                        new StringAsset(
                                "<beans version=\"4.0\" bean-discovery-mode=\"annotated\"/>"),
                        "beans.xml")
                .addAsResource(
                        new StringAsset("background-tasks.worker.queues=default"),
                        "META-INF/microprofile-config.properties")
                .as(ZipExporter.class)
                .exportTo(file.toFile(), true);
        return file;
    }

    private static File jar(Class<?> type) {
        try {
            return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
