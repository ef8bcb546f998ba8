package org.backgroundtasks.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.Background;

/** A bean with a task, called by several kinds of callers. */
@ApplicationScoped
public class Mails {
    @Inject Journal journal;

    @Background
    public void send(String text) {
        journal.add(text);
    }
}
