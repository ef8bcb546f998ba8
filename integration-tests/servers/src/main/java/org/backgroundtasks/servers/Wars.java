package org.backgroundtasks.servers;

import com.cronutils.parser.CronParser;
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

/** Applications with the library, as files. */
public final class Wars {

    private Wars() {}

    /** A WAR that lacks only the application's classes. */
    public static WebArchive withLibrary(String configuration) {
        return ShrinkWrap.create(WebArchive.class)
                .addAsLibraries(
                        jar(TaskScheduler.class),
                        jar(BackgroundExtension.class),
                        jar(Logger.class),
                        jar(CronParser.class),
                        jar(org.slf4j.Logger.class))
                .addAsWebInfResource(
                        new StringAsset(
                                "<beans version=\"4.0\" bean-discovery-mode=\"annotated\"/>"),
                        "beans.xml")
                .addAsResource(
                        new StringAsset(configuration), "META-INF/microprofile-config.properties");
    }

    /** Writes a WAR into a folder. */
    public static Path export(WebArchive war, Path folder, String name) {
        Path file = folder.resolve(name);
        war.as(ZipExporter.class).exportTo(file.toFile(), true);
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
