package org.backgroundtasks.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.backgroundtasks.Background;
import org.backgroundtasks.TaskContext;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tasks that look at their own rows. */
@ApplicationScoped
public class ConfiguredDataSourceJobs {

    @Inject private ConfiguredDataSourceJobs self;
    @Inject private TaskContext task;
    @Inject private Journal journal;

    @Background
    public void run(String text) throws NamingException {
        journal.add(text + " " + states(text));
    }

    @Background
    public void failOnce(String text) {
        if (task.attempt() == 1) {
            throw new IllegalStateException("the first attempt fails");
        }
        journal.add(text);
    }

    @Background
    public void note(String text) {
        journal.add(text);
    }

    @Transactional
    public void callAndFail(String text) {
        self.note(text);
        throw new IllegalStateException("rejected");
    }

    /** Of the tasks with this argument, as they are seen from here. */
    List<String> states(String text) throws NamingException {
        String name =
                ConfigProvider.getConfig().getValue("background-tasks.datasource", String.class);
        DataSource configured = InitialContext.doLookup(name);
        // Derby compares no large text.
        return Rows.texts(
                configured,
                "select state from background_task where cast(arguments as varchar(100)) = ?",
                "[\"" + text + "\"]");
    }
}
