package org.backgroundtasks.it;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import org.backgroundtasks.Background;

/** A session bean with a task, seen by a generic interface. */
@Stateless
public class GenericBusinessSessionBean implements GenericBusiness<String> {

    @Inject Journal journal;

    @Override
    @Background
    public void handle(String text) {
        journal.add(text);
    }
}
