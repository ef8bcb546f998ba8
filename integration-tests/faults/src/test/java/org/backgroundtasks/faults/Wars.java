package org.backgroundtasks.faults;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.faults.app.Caller;
import org.backgroundtasks.faults.app.Control;
import org.backgroundtasks.faults.app.Jobs;
import org.backgroundtasks.faults.app.NewControl;
import org.backgroundtasks.faults.app.NewJobs;
import org.backgroundtasks.faults.app.OldControl;
import org.backgroundtasks.faults.app.OldJobs;
import org.backgroundtasks.faults.app.Oracle;
import org.backgroundtasks.faults.app.Root;
import org.backgroundtasks.internal.cdi.BackgroundExtension;
import org.jboss.logging.Logger;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What is deployed, as files. */
final class Wars {

    private static final String CONFIGURATION =
            """
            background-tasks.lease=PT%dS
            background-tasks.poll-interval=PT%dS
            background-tasks.backoff=PT0.2S,PT1S
            background-tasks.shutdown-timeout=PT10S
            """;

    private Wars() {}

    /** The application of most faults. */
    static Path jobs(Path folder) {
        return export(war().addClasses(Control.class, Jobs.class), folder, "jobs.war");
    }

    static Path oldVersion(Path folder) {
        return export(
                war().addClasses(Control.class, Jobs.class, OldControl.class, OldJobs.class),
                folder,
                "old.war");
    }

    static Path newVersion(Path folder) {
        return export(
                war().addClasses(Control.class, Jobs.class, NewControl.class, NewJobs.class),
                folder,
                "new.war");
    }

    private static WebArchive war() {
        return ShrinkWrap.create(WebArchive.class)
                .addClasses(
                        Root.class, Oracle.class, Caller.class, Caller.RolledBackException.class)
                .addClasses(Jobs.Missing.class)
                .addAsLibraries(
                        jar(TaskScheduler.class), jar(BackgroundExtension.class), jar(Logger.class))
                .addAsWebInfResource(
                        new StringAsset(
                                "<beans version=\"4.0\" bean-discovery-mode=\"annotated\"/>"),
                        "beans.xml")
                .addAsResource(
                        new StringAsset(
                                CONFIGURATION.formatted(
                                        Cluster.LEASE.toSeconds(), Cluster.POLL.toSeconds())),
                        "META-INF/microprofile-config.properties");
    }

    private static Path export(WebArchive war, Path folder, String name) {
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
