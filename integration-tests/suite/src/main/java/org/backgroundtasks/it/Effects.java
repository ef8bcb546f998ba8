package org.backgroundtasks.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** A table of the application in the same database, written in whatever transaction there is. */
@ApplicationScoped
public class Effects {

    @Inject private Rows rows;

    public void add(String name) {
        rows.update("insert into effect (name) values (?)", name);
    }

    public int count(String name) {
        return rows.texts("select name from effect where name = ?", name).size();
    }
}
