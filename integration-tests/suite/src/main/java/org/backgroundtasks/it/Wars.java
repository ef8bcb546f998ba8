package org.backgroundtasks.it;

import com.cronutils.parser.CronParser;
import java.io.File;
import java.net.URISyntaxException;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.backgroundtasks.TaskScheduler;
import org.backgroundtasks.internal.cdi.BackgroundExtension;
import org.hamcrest.Matcher;
import org.jboss.logging.Logger;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR of a test: what a user would deploy, and what the test itself needs. */
public final class Wars {

    private Wars() {}

    /** A WAR with these classes, and with the lines in its microprofile-config.properties. */
    static WebArchive war(Class<?> test, String... configuration) {
        return war(test.getSimpleName(), configuration);
    }

    /** The same under a name, for a test with several. */
    static WebArchive war(String name, String... configuration) {
        return ShrinkWrap.create(WebArchive.class, name + ".war")
                .addAsLibraries(
                        jar(TaskScheduler.class),
                        jar(BackgroundExtension.class),
                        jar(Logger.class),
                        jar(CronParser.class),
                        jar(org.slf4j.Logger.class),
                        jar(Assertions.class),
                        jar(Awaitility.class),
                        jar(Matcher.class),
                        jar(net.bytebuddy.ByteBuddy.class))
                .addClasses(Rows.class, Journal.class, Successes.class)
                .addAsWebInfResource(
                        new StringAsset(
                                "<beans version=\"4.0\" bean-discovery-mode=\"annotated\"/>"),
                        "beans.xml")
                .addAsResource(
                        new StringAsset(String.join("\n", configuration)),
                        "META-INF/microprofile-config.properties");
    }

    /** The jar that a class comes from. */
    static File jar(Class<?> type) {
        try {
            return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
