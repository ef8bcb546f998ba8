package org.backgroundtasks.it;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import org.backgroundtasks.Background;

/** A session bean with a task, seen by its class. */
@Stateless
public class TaskSessionBean {

    @Inject Journal journal;
    @Resource SessionContext context;

    @Background
    public void run(String text) {
        journal.add(text + " " + context.getRollbackOnly());
    }
}
