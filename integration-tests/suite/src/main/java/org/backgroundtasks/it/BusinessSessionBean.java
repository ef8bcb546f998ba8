package org.backgroundtasks.it;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import org.backgroundtasks.Background;

/** A session bean with a task, seen by its interface only. */
@Stateless
public class BusinessSessionBean implements Business {

    @Inject Journal journal;

    @Override
    @Background
    public void run(String text) {
        journal.add(text);
    }
}
