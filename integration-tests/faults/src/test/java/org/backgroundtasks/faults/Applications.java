package org.backgroundtasks.faults;

import static org.backgroundtasks.servers.Wars.export;
import static org.backgroundtasks.servers.Wars.withLibrary;

import java.nio.file.Path;
import org.backgroundtasks.faults.app.Accounts;
import org.backgroundtasks.faults.app.AccountsControl;
import org.backgroundtasks.faults.app.Caller;
import org.backgroundtasks.faults.app.Control;
import org.backgroundtasks.faults.app.Jobs;
import org.backgroundtasks.faults.app.Keys;
import org.backgroundtasks.faults.app.KeysControl;
import org.backgroundtasks.faults.app.NewControl;
import org.backgroundtasks.faults.app.NewJobs;
import org.backgroundtasks.faults.app.NewUpcaster;
import org.backgroundtasks.faults.app.Observers;
import org.backgroundtasks.faults.app.OldControl;
import org.backgroundtasks.faults.app.OldJobs;
import org.backgroundtasks.faults.app.Oracle;
import org.backgroundtasks.faults.app.Root;
import org.backgroundtasks.faults.app.Ticks;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What is deployed, as files. */
final class Applications {

    private static final String CONFIGURATION =
            """
            background-tasks.lease=PT%dS
            background-tasks.poll-interval=PT%dS
            background-tasks.backoff=PT0.2S,PT1S
            background-tasks.shutdown-timeout=PT10S
            """;

    private Applications() {}

    /** The application of most faults. */
    static Path jobs(Path folder) {
        return export(war().addClasses(Control.class, Jobs.class), folder, "jobs.war");
    }

    /** The same, with observers of events. */
    static Path observedJobs(Path folder) {
        return export(
                war().addClasses(Control.class, Jobs.class, Observers.class),
                folder,
                "observed.war");
    }

    /** The same, with a schedule of every second. */
    static Path ticking(Path folder) {
        return export(
                war().addClasses(Control.class, Jobs.class, Ticks.class), folder, "ticking.war");
    }

    /** The same, with limited tasks. */
    static Path limited(Path folder) {
        return export(
                war().addClasses(
                                Control.class,
                                Jobs.class,
                                Accounts.class,
                                AccountsControl.class,
                                AccountsControl.AccountsCaller.class),
                folder,
                "limited.war");
    }

    /** The same, with unique tasks. */
    static Path keyed(Path folder) {
        return export(
                war().addClasses(
                                Control.class,
                                Jobs.class,
                                Keys.class,
                                KeysControl.class,
                                KeysControl.KeysCaller.class),
                folder,
                "keyed.war");
    }

    static Path oldVersion(Path folder) {
        return export(
                war().addClasses(Control.class, Jobs.class, OldControl.class, OldJobs.class),
                folder,
                "old.war");
    }

    static Path newVersion(Path folder) {
        return export(
                war().addClasses(
                                Control.class,
                                Jobs.class,
                                NewControl.class,
                                NewJobs.class,
                                NewUpcaster.class),
                folder,
                "new.war");
    }

    private static WebArchive war() {
        return withLibrary(
                        CONFIGURATION.formatted(
                                Cluster.LEASE.toSeconds(), Cluster.POLL.toSeconds()))
                .addClasses(
                        Root.class, Oracle.class, Caller.class, Caller.RolledBackException.class)
                .addClasses(Jobs.Missing.class);
    }
}
